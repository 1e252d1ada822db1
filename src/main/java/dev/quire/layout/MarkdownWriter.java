package dev.quire.layout;

import dev.quire.document.Table;
import java.util.regex.Pattern;

/** Writes blocks as Markdown, GitHub's flavour: text that would read as markup is escaped. */
final class MarkdownWriter {

    private static final Pattern ALWAYS = Pattern.compile("([\\\\`*]|~~|<(?=[a-zA-Z/!?])|&(?=#?\\w+;)|\\](?=[(\\[:]))");
    private static final Pattern UNDERSCORE_AT_EDGE = Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
    private static final Pattern AT_START =
            Pattern.compile("^(#{1,6}(?=\\s|$)|[-+>](?=\\s|$)|(?:-{3,}|={2,})\\s*$|\\d{1,9}(?=[.)](\\s|$)))");

    private final StringBuilder markdown = new StringBuilder();
    private boolean inList;

    void heading(int level, String text) {
        begin(false);
        markdown.append("#".repeat(level)).append(' ').append(inline(text));
    }

    void paragraph(String text) {
        begin(false);
        markdown.append(block(text));
    }

    void listItem(Marker marker) {
        begin(true);
        markdown.append(marker.markdown()).append(' ').append(block(marker.rest()));
    }

    void table(Table table) {
        begin(false);
        String[][] grid = new String[table.rows()][table.columns()];
        for (Table.Cell cell : table.cells()) {
            grid[cell.row()][cell.column()] = inline(cell.text()).replace("|", "\\|");
        }
        for (int row = 0; row < grid.length; row++) {
            markdown.append(row == 0 ? "|" : "\n|");
            for (String text : grid[row]) {
                markdown.append(' ').append(text == null ? "" : text).append(" |");
            }
            if (row == 0) {
                markdown.append("\n|").append(" --- |".repeat(table.columns()));
            }
        }
    }

    private void begin(boolean item) {
        if (!markdown.isEmpty()) {
            markdown.append(inList && item ? "\n" : "\n\n");
        }
        inList = item;
    }

    private static String block(String text) {
        String escaped = inline(text);
        var start = AT_START.matcher(escaped);
        if (!start.find()) {
            return escaped;
        }
        // A number is escaped behind it, at its full stop; everything else in front
        int at = Character.isDigit(escaped.charAt(0)) ? start.end() : 0;
        return escaped.substring(0, at) + "\\" + escaped.substring(at);
    }

    private static String inline(String text) {
        String escaped = ALWAYS.matcher(text).replaceAll("\\\\$1");
        return UNDERSCORE_AT_EDGE.matcher(escaped).replaceAll("\\\\_");
    }

    @Override
    public String toString() {
        return markdown.toString();
    }
}
