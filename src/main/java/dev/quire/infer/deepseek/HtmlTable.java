package dev.quire.infer.deepseek;

import dev.quire.document.Box;
import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cells of a table that the model wrote as HTML. */
final class HtmlTable {

    private static final Pattern TABLE = Pattern.compile("<table\\b[^>]*>(.*?)(?:</table>|\\z)", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("<tr\\b[^>]*>(.*?)(?=<tr\\b|\\z)", Pattern.DOTALL);
    private static final Pattern CELL =
            Pattern.compile("<t[dh]\\b([^>]*)>(.*?)(?=<t[dh]\\b|</t[dhr]>|\\z)", Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("(row|col)span=\"?([0-9]{1,2})\"?");
    private static final int MOST_PLACES = 100_000;

    private HtmlTable() {}

    /** The first table of a text; empty where there is none, or none that has cells. */
    static Optional<Table> parse(String html, Box box) {
        Matcher table = TABLE.matcher(html);
        if (!table.find()) {
            return Optional.empty();
        }
        List<Table.Cell> cells = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        Matcher rows = ROW.matcher(table.group(1));
        for (int row = 0; rows.find(); row++) {
            int column = 0;
            Matcher found = CELL.matcher(rows.group(1));
            while (found.find() && taken.size() < MOST_PLACES) {
                while (taken.contains(place(row, column))) {
                    column++;
                }
                cells.add(
                        take(taken, row, column, found.group(1), found.group(2).strip()));
            }
        }
        int height = cells.stream()
                .mapToInt(cell -> cell.row() + cell.rowSpan())
                .max()
                .orElse(0);
        int width = cells.stream()
                .mapToInt(cell -> cell.column() + cell.columnSpan())
                .max()
                .orElse(0);
        return cells.isEmpty() ? Optional.empty() : Optional.of(new Table(box, height, width, cells));
    }

    private static Table.Cell take(Set<Long> taken, int row, int column, String attributes, String text) {
        int rows = 1;
        int columns = 1;
        Matcher span = SPAN.matcher(attributes);
        while (span.find()) {
            int reach = Math.max(1, Integer.parseInt(span.group(2)));
            rows = span.group(1).equals("row") ? reach : rows;
            columns = span.group(1).equals("col") ? reach : columns;
        }
        for (int i = 0; i < rows * columns && taken.size() < MOST_PLACES; i++) {
            taken.add(place(row + i / columns, column + i % columns));
        }
        return new Table.Cell(row, column, rows, columns, text);
    }

    private static long place(int row, int column) {
        return (long) row << 32 | column;
    }
}
