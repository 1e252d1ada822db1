package dev.quire.layout;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Line;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that read as one piece of text: a paragraph, a heading, a list item.
 *
 * @param level of a heading, 1 is the highest; 0 for others
 */
record Passage(Block.Type type, int level, List<Row> rows) {

    /** As typed, as set, and one that shows at the end of a line only. */
    private static final String HYPHENS = "-\u2010\u00ad";

    Passage {
        rows = List.copyOf(rows);
    }

    Box box() {
        return Boxes.around(rows.stream().map(Row::box).toList());
    }

    String text() {
        return rows.stream().map(Passage::text).reduce(Passage::joined).orElse("");
    }

    static String text(Row row) {
        return row.cells().stream().map(Line::text).collect(Collectors.joining(" "));
    }

    /** Two lines as one: a word that was cut is put together, Chinese goes on without a space. */
    static String joined(String upper, String lower) {
        if (upper.isEmpty() || lower.isEmpty()) {
            return upper + lower;
        }
        int end = upper.length() - 1;
        if (HYPHENS.indexOf(upper.charAt(end)) >= 0 && end > 0 && Character.isLetter(upper.charAt(end - 1))) {
            boolean cut = Character.isLowerCase(upper.charAt(end - 1)) && Character.isLowerCase(lower.charAt(0));
            return upper.substring(0, cut ? end : end + 1) + lower;
        }
        return wide(upper.charAt(end)) && wide(lower.charAt(0)) ? upper + lower : upper + " " + lower;
    }

    static boolean wide(char character) {
        return Character.isIdeographic(character)
                || (character >= 0x3000 && character <= 0x303f)
                || character >= 0xff00;
    }
}
