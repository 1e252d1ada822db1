package dev.quire.merge;

import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cells of a table as they are written: in Markdown, or in HTML where a cell reaches over several rows or columns.
 *
 * @param cells by row and column; their texts are markup already
 * @param html whether the texts are HTML and not Markdown
 * @param isRagged whether it was written with rows of unequal length
 */
record Cells(int rows, int columns, List<Table.Cell> cells, boolean html, boolean isRagged) {

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern RULE = Pattern.compile("\\|?(\\s*:?-+:?\\s*\\|)+(\\s*:?-+:?\\s*)?");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\`*_~<\\[\\]&|#+.)>=-])");

    Cells {
        cells = cells.stream()
                .sorted(Comparator.comparingInt(Table.Cell::row).thenComparingInt(Table.Cell::column))
                .toList();
    }

    /** The table of a page that was written as HTML. */
    static Cells ofHtml(Table table) {
        return new Cells(table.rows(), table.columns(), table.cells(), true, false);
    }

    /** A Markdown table, with the spans of the table that it shows where these are known. */
    static Cells ofMarkdown(String markdown, List<Table.Cell> known) {
        List<List<String>> grid = markdown.lines()
                .filter(line -> !RULE.matcher(line.strip()).matches())
                .map(Cells::row)
                .toList();
        int columns = grid.stream().mapToInt(List::size).max().orElse(0);
        List<Table.Cell> cells = new ArrayList<>();
        boolean[][] taken = new boolean[grid.size()][columns];
        for (Table.Cell cell : known) {
            boolean fits = cell.row() + cell.rowSpan() <= grid.size() && cell.column() + cell.columnSpan() <= columns;
            if (fits && cell.column() < grid.get(cell.row()).size()) {
                cells.add(withText(cell, grid.get(cell.row()).get(cell.column())));
                for (int row = cell.row(); row < cell.row() + cell.rowSpan(); row++) {
                    Arrays.fill(taken[row], cell.column(), cell.column() + cell.columnSpan(), true);
                }
            }
        }
        for (int row = 0; row < grid.size(); row++) {
            for (int column = 0; column < grid.get(row).size(); column++) {
                if (!taken[row][column]) {
                    cells.add(new Table.Cell(row, column, 1, 1, grid.get(row).get(column)));
                }
            }
        }
        boolean ragged = grid.stream().anyMatch(row -> row.size() < columns);
        return new Cells(grid.size(), columns, cells, false, ragged);
    }

    private static List<String> row(String line) {
        String inner = line.strip();
        inner = inner.startsWith("|") ? inner.substring(1) : inner;
        inner = inner.endsWith("|") && !inner.endsWith("\\|") ? inner.substring(0, inner.length() - 1) : inner;
        return Stream.of(BAR.split(inner, -1)).map(String::strip).toList();
    }

    private static Table.Cell withText(Table.Cell cell, String text) {
        return new Table.Cell(cell.row(), cell.column(), cell.rowSpan(), cell.columnSpan(), text);
    }

    boolean spans() {
        return cells.stream().anyMatch(cell -> cell.rowSpan() > 1 || cell.columnSpan() > 1);
    }

    /** The texts of a row, from left to right. */
    List<String> texts(int row) {
        return cells.stream()
                .filter(cell -> cell.row() == row)
                .map(Table.Cell::text)
                .toList();
    }

    /** The rows from one on. */
    Cells from(int first) {
        List<Table.Cell> kept = cells.stream()
                .filter(cell -> cell.row() >= first)
                .map(cell -> new Table.Cell(
                        cell.row() - first, cell.column(), cell.rowSpan(), cell.columnSpan(), cell.text()))
                .toList();
        return new Cells(rows - first, columns, kept, html, false);
    }

    /** The rows before one; all of them where a cell reaches over it. */
    Cells to(int end) {
        boolean crossed = cells.stream().anyMatch(cell -> cell.row() < end && cell.row() + cell.rowSpan() > end);
        List<Table.Cell> kept = cells.stream().filter(cell -> cell.row() < end).toList();
        return crossed ? this : new Cells(end, columns, kept, html, isRagged);
    }

    /** The rows of both. */
    Cells plus(Cells below) {
        boolean both = html || below.html;
        Stream<Table.Cell> upper = (both ? inHtml() : this).cells.stream();
        Stream<Table.Cell> lower = (both ? below.inHtml() : below)
                .cells.stream()
                        .map(cell -> new Table.Cell(
                                cell.row() + rows, cell.column(), cell.rowSpan(), cell.columnSpan(), cell.text()));
        return new Cells(
                rows + below.rows,
                Math.max(columns, below.columns),
                Stream.concat(upper, lower).toList(),
                both,
                false);
    }

    /** With a text before that of the first cell. */
    Cells marked(String mark) {
        List<Table.Cell> marked = new ArrayList<>(cells);
        if (!marked.isEmpty()) {
            marked.set(0, withText(marked.get(0), mark + marked.get(0).text()));
        }
        return new Cells(rows, columns, marked, html, isRagged);
    }

    String markdown() {
        return spans() ? inHtml().asHtml() : asMarkdown();
    }

    private String asMarkdown() {
        String[][] grid = new String[rows][columns];
        for (Table.Cell cell : cells) {
            String text = html ? BAR.matcher(cell.text()).replaceAll("\\\\|") : cell.text();
            grid[cell.row()][cell.column()] = text.replaceAll("\\s*\\R\\s*", " ");
        }
        List<String> lines = Arrays.stream(grid)
                .map(row -> Arrays.stream(row)
                        .map(text -> text == null ? "" : text)
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .collect(Collectors.toCollection(ArrayList::new));
        lines.add(Math.min(1, lines.size()), "|" + " --- |".repeat(columns));
        return String.join("\n", lines);
    }

    private String asHtml() {
        StringBuilder table = new StringBuilder("<table>\n");
        for (int row = 0; row < rows; row++) {
            table.append("<tr>");
            for (Table.Cell cell : rowWithGaps(row)) {
                table.append("<td")
                        .append(cell.rowSpan() > 1 ? " rowspan=\"" + cell.rowSpan() + '"' : "")
                        .append(cell.columnSpan() > 1 ? " colspan=\"" + cell.columnSpan() + '"' : "")
                        .append('>')
                        .append(cell.text().replaceAll("\\s*\\R\\s*", " "))
                        .append("</td>");
            }
            table.append("</tr>\n");
        }
        return table.append("</table>").toString();
    }

    /** The cells that begin in a row, and empty ones where no cell reaches: in HTML, place is told by turn alone. */
    private List<Table.Cell> rowWithGaps(int row) {
        List<Table.Cell> filled = new ArrayList<>();
        boolean[] taken = new boolean[columns];
        for (Table.Cell cell : cells) {
            if (cell.row() <= row && row < cell.row() + cell.rowSpan()) {
                Arrays.fill(taken, cell.column(), cell.column() + cell.columnSpan(), true);
                if (cell.row() == row) {
                    filled.add(cell);
                }
            }
        }
        for (int column = 0; column < columns; column++) {
            if (!taken[column]) {
                filled.add(new Table.Cell(row, column, 1, 1, ""));
            }
        }
        return filled.stream()
                .sorted(Comparator.comparingInt(Table.Cell::column))
                .toList();
    }

    private Cells inHtml() {
        return html
                ? this
                : new Cells(
                        rows,
                        columns,
                        cells.stream()
                                .map(cell -> withText(cell, asHtml(cell.text())))
                                .toList(),
                        true,
                        isRagged);
    }

    /** Escapes of Markdown mean nothing inside of HTML; comments do, but for those that are printed on the page. */
    private static String asHtml(String markdown) {
        return ESCAPED.matcher(markdown)
                .replaceAll(escaped -> switch (escaped.group(1)) {
                    case "<" -> "&lt;";
                    case "&" -> "&amp;";
                    default -> Matcher.quoteReplacement(escaped.group(1));
                })
                .replaceAll("&(?!#?\\w+;)", "&amp;")
                .replaceAll("<(?!!--)", "&lt;");
    }
}
