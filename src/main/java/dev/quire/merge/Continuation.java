package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.regex.Pattern;

/** Whether a part that ends a page goes on in one on the next page, and how both are put together. */
final class Continuation {

    /** Ends of sentences and of other closed units, in Western and Chinese punctuation, closing quotes included. */
    private static final Pattern CLOSED = Pattern.compile("[.!?:;。！？：；…|>][\"'”’»)）」』\\]*_]*(\\[?\\d{1,3}\\]?)?$");
    /** An abbreviation or initial is no end of a sentence where the text goes on in lower case. */
    private static final Pattern ABBREVIATED =
            Pattern.compile("(^|[\\s(])(\\p{L}|\\p{L}\\.\\p{L}|etc|vs|vgl|bzw|Nr|No|Abs|Art|Fig|cf|Sec|Mr|Mrs|Dr)\\.$");
    /** A word cut at the end of a line: letters on both sides of the hyphen. */
    private static final Pattern HYPHENATED = Pattern.compile("\\p{L}[-\u2010\u00ad]$");
    /** The shortest text that looks like part of a paragraph, not like a title, in letters and in ideographs. */
    private static final int SHORTEST = 25;

    private static final int SHORTEST_IDEOGRAPHIC = 20;
    /** The shortest rest of a paragraph, where it does not end a sentence. */
    private static final int SHORTEST_REST = 12;
    /** So long a rest, where a table or the letters of a figure stand between both halves. */
    private static final int LONG_REST = 60;
    /** So long a text without an end goes on even where the next begins with a capital, or with a number in Chinese. */
    private static final int LONG = 120;

    private static final int LONG_IDEOGRAPHIC = 40;
    private static final float SAME_WIDTH = 0.85f;

    private Continuation() {}

    static boolean isClosed(String text) {
        return CLOSED.matcher(text).find();
    }

    /** @param apart whether more than footnotes stands between both: then only what surely goes on does */
    static boolean runsOn(Part before, Part after, boolean apart) {
        boolean kinds = (before.is(Kind.PARAGRAPH) || before.is(Kind.ITEM)) && after.is(Kind.PARAGRAPH);
        if (!kinds) {
            return false;
        }
        String upper = before.text();
        String lower = after.markdown();
        int last = upper.codePointBefore(upper.length());
        int first = lower.codePointAt(0);
        if (apart && (lower.length() < LONG_REST || !Character.isLowerCase(first))) {
            return false;
        }
        boolean wide = isWide(last) || (isWide(first) && (last == ',' || last == ';'));
        if (wide && (isWide(first) || Character.isLetterOrDigit(first))) {
            int least = isWide(first) ? SHORTEST_IDEOGRAPHIC : LONG_IDEOGRAPHIC;
            return Letters.count(upper) >= least && !isClosed(upper);
        }
        if (upper.length() < SHORTEST || (lower.length() < SHORTEST_REST && !isClosed(lower))) {
            return false;
        }
        if (isClosed(upper)) {
            return Character.isLowerCase(first) && ABBREVIATED.matcher(upper).find();
        }
        boolean cut = HYPHENATED.matcher(upper).find() && Character.isLetter(first);
        return Character.isLowerCase(first)
                || cut
                || (upper.length() >= LONG && lower.length() >= SHORTEST && goesOnWithCapital(before, after));
    }

    /** A name or a German noun may come first; a heading in capitals, and what is set in other columns, does not go on. */
    private static boolean goesOnWithCapital(Part before, Part after) {
        String lower = after.markdown();
        boolean text = Character.isLetterOrDigit(lower.codePointAt(0)) || "(“„\"".indexOf(lower.charAt(0)) >= 0;
        boolean capitals = lower.codePoints().limit(SHORTEST).noneMatch(Character::isLowerCase);
        boolean filled = before.box() == null
                || after.box() == null
                || before.box().width() >= SAME_WIDTH * after.box().width();
        return text && !capitals && filled;
    }

    /**
     * Both as one text: a word that was cut is put together, Chinese goes on without a space.
     *
     * @param mark stands between both
     */
    static String joined(String before, String mark, String after) {
        int last = before.codePointBefore(before.length());
        int first = after.codePointAt(0);
        if (HYPHENATED.matcher(before).find() && Character.isLetter(first)) {
            boolean cut = Character.isLowerCase(first);
            return before.substring(0, cut ? before.length() - 1 : before.length()) + mark + after;
        }
        return before + (isWide(last) && isWide(first) ? "" : " ") + mark + after;
    }

    private static boolean isWide(int character) {
        return Character.isIdeographic(character)
                || (character >= 0x3000 && character <= 0x30ff)
                || (character >= 0xff00 && character <= 0xffef);
    }
}
