package dev.quire.merge;

import dev.quire.document.Box;
import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Tells footnotes from text: the last parts of a page that begin with a number or a sign. They stay where they are, and a
 * paragraph goes on past them.
 *
 * @param heights of pages, in points
 */
record Footnotes(Map<Integer, Float> heights) implements Rule {

    private static final Pattern NOTE = Pattern.compile(
            "^(-\\s)?(\\d{1,3}\\)?|[*†‡§¹²³⁴⁵⁶⁷⁸⁹①-⑳]|\\\\\\*)\\s?[\\p{Lu}\\p{Lo}„“\"‘'(\\[].*", Pattern.DOTALL);
    /** Items of lists begin so, too: notes where the print is small. */
    private static final Pattern SMALL_NOTE =
            Pattern.compile("^(-\\s)?[(（\\[]\\s?\\d{1,3}\\s?[)）\\]]?\\s?\\S.*", Pattern.DOTALL);
    /** Share of the page's height above which none stands. */
    private static final float HIGHEST = 0.4f;

    /** Share of the page's height of a line or two. */
    private static final float FLAT = 0.05f;
    /** Of the room that a letter takes elsewhere on the page. */
    private static final double SMALL = 0.75;

    private static final int MOST_PARTS = 50;
    private static final int ENOUGH_LETTERS = 40;

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> told = new ArrayList<>(flow);
        for (int end = flow.size(); end > 0; end--) {
            if (end == flow.size() || flow.get(end).isBorder()) {
                for (int i = end - 1;
                        i > 0 && isNote(flow, i) && !flow.get(i - 1).isBorder();
                        i--) {
                    told.set(i, flow.get(i).as(Kind.FOOTNOTE));
                }
            }
        }
        return told;
    }

    private boolean isNote(List<Part> flow, int index) {
        Part part = flow.get(index);
        boolean text = part.is(Kind.PARAGRAPH) || part.is(Kind.ITEM);
        boolean low =
                part.box() != null && part.box().top() > HIGHEST * heights.getOrDefault(part.page(), Float.MAX_VALUE);
        return part.is(Kind.FOOTNOTE)
                || (text && low && NOTE.matcher(part.markdown()).matches() && (isFlat(part) || isSmall(flow, index)))
                || (text
                        && low
                        && SMALL_NOTE.matcher(part.markdown()).matches()
                        && ((part.is(Kind.PARAGRAPH) && isFlat(part)) || isSmall(flow, index)));
    }

    private boolean isFlat(Part part) {
        return Objects.requireNonNull(part.box()).height() < FLAT * heights.getOrDefault(part.page(), 0f);
    }

    /** Whether its letters take less room than those of the page usually do. */
    private static boolean isSmall(List<Part> flow, int index) {
        Part part = flow.get(index);
        double[] rooms = flow.subList(Math.max(0, index - MOST_PARTS), index).stream()
                .filter(other -> other.page() == part.page() && other.box() != null)
                .filter(other -> Letters.count(other.markdown()) >= ENOUGH_LETTERS)
                .mapToDouble(Footnotes::room)
                .sorted()
                .toArray();
        return rooms.length > 0 && room(part) < SMALL * rooms[rooms.length / 2];
    }

    private static double room(Part part) {
        Box box = Objects.requireNonNull(part.box());
        return (double) box.width() * box.height() / Math.max(1, Letters.count(part.markdown()));
    }
}
