package dev.quire.merge;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The pages of one document as one Markdown text: in order, a separator where a page begins, a paragraph that runs over a
 * page border joined, a gap marked where a page could not be read.
 *
 * @param separator stands where a page begins; {@code {page}} is its number
 */
public record MergePages(String separator) implements Serializable {

    /** A line that begins with Markdown structure is no continuation. */
    private static final Pattern STRUCTURE = Pattern.compile("^(#{1,6} |[-*+•] |\\d+[.)] |\\||>|```|<|!\\[|---)");
    /** Ends of sentences and of other closed units, in Western and Chinese punctuation, closing quotes included. */
    private static final Pattern CLOSED = Pattern.compile("[.!?:;。！？：；…|>][\"'”’»)）」』\\]*_]*$");
    /** A word cut at the end of a line: letters on both sides of the hyphen. */
    private static final Pattern HYPHENATED = Pattern.compile("\\p{Ll}-$");
    /** The shortest last line that looks like part of a paragraph, not like a title or a page number. */
    private static final int SHORTEST_OPEN_LINE = 25;

    /** Merges pages that are in page order. */
    public String merge(List<PageContent> pages) {
        StringBuilder merged = new StringBuilder();
        for (PageContent page : pages) {
            append(merged, page);
        }
        return merged.toString().strip();
    }

    private void append(StringBuilder merged, PageContent page) {
        String text = page.failure() == null ? page.markdown().strip() : gap(page);
        String mark = page.page() > 1 ? separator.replace("{page}", Integer.toString(page.page())) : "";
        if (merged.isEmpty() || mark.isEmpty()) {
            merged.append(text);
        } else if (runsOn(merged, text)) {
            join(merged, mark, text);
        } else {
            merged.append("\n\n").append(mark).append("\n\n").append(text);
        }
    }

    private static String gap(PageContent page) {
        return page.page() == 0
                ? "<!-- the document was not read: %s -->".formatted(page.failure())
                : "<!-- page %d was not read: %s -->".formatted(page.page(), page.failure());
    }

    /** Whether the text goes on in the middle of a sentence. */
    static boolean runsOn(CharSequence before, String after) {
        String last = lastLine(before.toString());
        String first = after.lines().findFirst().orElse("");
        if (last.length() < SHORTEST_OPEN_LINE || first.isEmpty()) {
            return false;
        }
        boolean open = !CLOSED.matcher(last).find() && !STRUCTURE.matcher(last).find();
        int letter = first.codePointAt(0);
        boolean continues = Character.isLowerCase(letter) || Character.isIdeographic(letter);
        return open && continues && !STRUCTURE.matcher(first).find();
    }

    private static void join(StringBuilder merged, String mark, String text) {
        boolean ideographs = Character.isIdeographic(merged.codePointBefore(merged.length()));
        if (HYPHENATED.matcher(lastLine(merged.toString())).find()) {
            merged.setLength(merged.length() - 1);
        } else if (!ideographs) {
            merged.append(' ');
        }
        merged.append(mark).append(text);
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
