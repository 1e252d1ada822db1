package dev.quire.document;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture on a page, cut from the page as it was drawn.
 *
 * @param block which of the page's blocks it is, from 0
 * @param png the file; as many pixels as it has on the drawn page
 */
@SuppressWarnings("ArrayRecordComponent") // Figures are written, never compared
public record Figure(int block, int width, int height, byte[] png) implements Serializable {

    private static final Pattern MARK = Pattern.compile("<!-- figure (\\d{1,6}) -->");

    /** Stands in a page's Markdown where the figure is. */
    public static String mark(int block) {
        return "<!-- figure %d -->".formatted(block);
    }

    /** Which block this Markdown marks; empty where it is no mark. */
    public static OptionalInt markedBy(String markdown) {
        Matcher mark = MARK.matcher(markdown);
        return mark.matches() ? OptionalInt.of(Integer.parseInt(mark.group(1))) : OptionalInt.empty();
    }

    /** The same Markdown without any mark. */
    public static String withoutMarks(String markdown) {
        return MARK.matcher(markdown).replaceAll("");
    }
}
