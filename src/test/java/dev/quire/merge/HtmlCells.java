package dev.quire.merge;

import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads tables back from what {@link Cells} writes. */
final class HtmlCells {

    private static final Pattern CELL =
            Pattern.compile("<td(?: rowspan=\"(\\d+)\")?(?: colspan=\"(\\d+)\")?>(.*?)</td>");

    private HtmlCells() {}

    static Cells of(String markdown) {
        if (markdown.startsWith("|")) {
            return Cells.ofMarkdown(markdown, List.of());
        }
        List<Table.Cell> cells = new ArrayList<>();
        Set<List<Integer>> taken = new HashSet<>();
        int row = 0;
        for (String line :
                markdown.lines().filter(each -> each.startsWith("<tr>")).toList()) {
            int column = 0;
            Matcher cell = CELL.matcher(line);
            while (cell.find()) {
                while (taken.contains(List.of(row, column))) {
                    column++;
                }
                int rows = cell.group(1) == null ? 1 : Integer.parseInt(cell.group(1));
                int columns = cell.group(2) == null ? 1 : Integer.parseInt(cell.group(2));
                cells.add(new Table.Cell(row, column, rows, columns, cell.group(3)));
                for (int i = 0; i < rows * columns; i++) {
                    taken.add(List.of(row + i / columns, column + i % columns));
                }
            }
            row++;
        }
        int columns = taken.stream().mapToInt(place -> place.get(1) + 1).max().orElse(0);
        return new Cells(row, columns, cells, true, false);
    }
}
