package dev.quire.document;

import java.util.Comparator;
import java.util.List;

/**
 * How the text of a page ends, told by the page alone. It runs over to the next page if its last line
 *
 * <ul>
 *   <li>breaks off in a word, or is filled and does not end a sentence, in the lower half, or
 *   <li>is a row of a table, at the bottom.
 * </ul>
 *
 * <p>Small print and what stands apart at the foot are left out of account.
 */
final class PageEnd {

    /** Shares of the page's height. */
    private static final float HALF = 0.5f;

    private static final float BOTTOM = 0.8f;
    private static final float FOOT = 0.9f;
    /** White above a footer, in heights of its line. */
    private static final float APART = 1.3f;
    /** Of the height of the middle line. */
    private static final float SMALL_PRINT = 0.9f;
    /** Of the widest line in the column. */
    private static final float FILLED = 0.8f;
    /** Of all lines: so many to the right of the middle are a column. */
    private static final float COLUMN = 0.3f;

    private static final int TABLE_COLUMNS = 3;
    private static final String SENTENCE_ENDS = ".!?\u2026\u3002\uff01\uff1f";
    private static final String CLOSING = "\"'\u201d\u2019\u00bb)]\uff09\u300d\u300f*";

    private final List<Line> body;
    private final List<Box> rules;
    private final float height;

    /**
     * @param lines of an upright page, in points
     * @param rules straight lines
     */
    PageEnd(List<Line> lines, List<Box> rules, float height) {
        this.body = withoutFoot(withoutSmallPrint(lines), height);
        this.rules = rules;
        this.height = height;
    }

    boolean runsOver() {
        return !body.isEmpty() && (endsInTable() || endsInSentence());
    }

    private boolean endsInSentence() {
        List<Line> column = lastColumn();
        Line last = column.get(column.size() - 1);
        if (last.box().bottom() < HALF * height) {
            return false;
        }
        float widest = 0;
        for (Line line : column) {
            widest = Math.max(widest, line.box().width());
        }
        String text = last.text();
        return isHyphenated(text) || (last.box().width() >= FILLED * widest && !endsSentence(text));
    }

    private boolean endsInTable() {
        Box last = body.get(body.size() - 1).box();
        if (last.bottom() < BOTTOM * height) {
            return false;
        }
        float middle = (last.top() + last.bottom()) / 2;
        long uprights = rules.stream()
                .filter(rule -> rule.height() > rule.width() && rule.top() < middle && rule.bottom() > middle)
                .count();
        int lastRow = cells(body.size());
        int rowAbove = cells(body.size() - lastRow);
        return uprights >= TABLE_COLUMNS || Math.min(lastRow, rowAbove) >= TABLE_COLUMNS;
    }

    /** How many lines before an index stand side by side. */
    private int cells(int end) {
        int cells = 0;
        while (cells < end
                && isBeside(body.get(end - 1 - cells).box(), body.get(end - 1).box())) {
            cells++;
        }
        return cells;
    }

    private static boolean isBeside(Box line, Box last) {
        return line.bottom() > last.bottom() - last.height() / 2;
    }

    private List<Line> lastColumn() {
        float left = Float.MAX_VALUE;
        float right = 0;
        for (Line line : body) {
            left = Math.min(left, line.box().left());
            right = Math.max(right, line.box().right());
        }
        float middle = (left + right) / 2;
        List<Line> column =
                body.stream().filter(line -> line.box().left() >= middle).toList();
        return column.size() > COLUMN * body.size() ? column : body;
    }

    private static List<Line> withoutSmallPrint(List<Line> lines) {
        double[] heights =
                lines.stream().mapToDouble(line -> line.box().height()).sorted().toArray();
        double least = heights.length == 0 ? 0 : SMALL_PRINT * heights[heights.length / 2];
        return lines.stream()
                .filter(line -> line.box().height() >= least)
                .sorted(Comparator.comparingDouble(line -> line.box().bottom()))
                .toList();
    }

    private static List<Line> withoutFoot(List<Line> lines, float height) {
        int end = lines.size();
        for (int i = lines.size() - 1; i > 0 && lines.get(i).box().top() > FOOT * height; i--) {
            Box line = lines.get(i).box();
            if (line.top() - lines.get(i - 1).box().bottom() > APART * line.height()) {
                end = i;
            }
        }
        return lines.subList(0, end);
    }

    private static boolean isHyphenated(String text) {
        return text.length() > 1
                && "-\u2010\u00ad".indexOf(text.charAt(text.length() - 1)) >= 0
                && Character.isLowerCase(text.charAt(text.length() - 2));
    }

    private static boolean endsSentence(String text) {
        int end = text.length();
        while (end > 1 && CLOSING.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == 0 || SENTENCE_ENDS.indexOf(text.charAt(end - 1)) >= 0;
    }
}
