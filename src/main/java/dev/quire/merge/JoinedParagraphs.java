package dev.quire.merge;

import dev.quire.document.Box;
import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins paragraphs and items of lists that go on on the next page, or in the next column. Footnotes, figures, tables and
 * their captions that stand between both halves follow them.
 */
record JoinedParagraphs(Separator separator) implements Rule {

    /** Parts that may stand between both halves. */
    private static final int MOST_BETWEEN = 40;

    private static final int FEW_LETTERS = 2;
    private static final int FRAGMENT = 25;
    private static final int LONGEST_NOTE = 400;

    private static final Pattern SIGN = Pattern.compile("^(?:[-*+]|(\\d{1,9})[.)])\\s+");

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> joined = new ArrayList<>(flow);
        Borders borders = new Borders(separator);
        for (int i = 1; i < joined.size(); i++) {
            Part part = joined.get(i);
            if (part.isBorder()) {
                i -= joinAtPage(joined, i, borders);
            } else if (beginsColumn(joined.get(i - 1), part) && joinAt(joined, i, i, "", borders)) {
                i--;
            }
        }
        return joined;
    }

    /** Returns how many parts are gone before the place where the border stood. */
    private int joinAtPage(List<Part> flow, int border, Borders borders) {
        String mark = separator.within(flow.get(border).page());
        if (joinAt(flow, border, border + 1, mark, borders)) {
            return borders.pass(flow, border);
        }
        if (border + 1 < flow.size()
                && isNextItem(flow.get(border - 1), flow.get(border + 1))
                && separator.isInline()) {
            // A mark on a line of its own would end the list
            Part item = flow.get(border + 1);
            String sign = item.markdown()
                    .substring(0, item.markdown().length() - item.text().length());
            flow.set(border + 1, item.withMarkdown(sign + mark + item.text()).tightly());
            return borders.pass(flow, border);
        }
        return 0;
    }

    /** Joins what stands before one place with what stands from another one on, if it runs on. */
    private static boolean joinAt(List<Part> flow, int end, int begin, String mark, Borders borders) {
        int after = Borders.from(flow, begin, MOST_BETWEEN, JoinedParagraphs::isBetween);
        Predicate<Part> slight = part -> isSlight(part) || borders.isPassed(part);
        for (int before = end - 1; after >= 0 && before >= Math.max(0, end - MOST_BETWEEN); before--) {
            Part upper = flow.get(before);
            if (borders.isPassed(upper)) {
                continue;
            }
            boolean apart = !(flow.subList(before + 1, end).stream().allMatch(slight)
                    && flow.subList(begin, after).stream().allMatch(slight));
            if (Continuation.runsOn(upper, flow.get(after), apart)) {
                Part lower = flow.remove(after);
                flow.set(
                        before,
                        upper.withMarkdown(Continuation.joined(upper.markdown(), mark, lower.markdown()))
                                .at(lower.box()));
                return true;
            }
            if (upper.is(Kind.MARK) || !(isBetween(upper) || isNote(flow, before))) {
                return false;
            }
        }
        return false;
    }

    /** Footnotes, captions and stray letters keep no text apart. */
    private static boolean isSlight(Part part) {
        return part.floats() || Letters.count(part.markdown()) <= FEW_LETTERS;
    }

    /** What has its place and not its turn: a table, and the letters in a figure. */
    private static boolean isBetween(Part part) {
        boolean fragment = part.is(Kind.PARAGRAPH) || part.is(Kind.HEADING) || part.is(Kind.ITEM);
        return part.floats()
                || part.is(Kind.TABLE)
                || (fragment && Letters.count(part.markdown()) < FRAGMENT && !Continuation.isClosed(part.markdown()));
    }

    /** A remark below a table. */
    private static boolean isNote(List<Part> flow, int index) {
        return index > 0
                && flow.get(index - 1).is(Kind.TABLE)
                && flow.get(index).markdown().length() < LONGEST_NOTE;
    }

    private static boolean beginsColumn(Part before, Part part) {
        Box upper = before.box();
        Box lower = part.box();
        return upper != null
                && lower != null
                && before.page() == part.page()
                && lower.top() < upper.top()
                && lower.left() > (upper.left() + upper.right()) / 2;
    }

    private static boolean isNextItem(Part before, Part after) {
        Matcher upper = SIGN.matcher(before.markdown());
        Matcher lower = SIGN.matcher(after.markdown());
        if (!before.is(Kind.ITEM) || !after.is(Kind.ITEM) || !upper.find() || !lower.find()) {
            return false;
        }
        return (upper.group(1) == null || lower.group(1) == null)
                ? upper.group().equals(lower.group())
                : Integer.parseInt(lower.group(1)) == Integer.parseInt(upper.group(1)) + 1;
    }
}
