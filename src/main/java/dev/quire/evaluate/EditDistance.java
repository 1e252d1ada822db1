package dev.quire.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Levenshtein distance in memory that grows with the sum of both lengths. Myers' bit vectors (Journal of the ACM 46(3),
 * 1999) take 64 rows of the matrix in one step; of each 64 rows only the columns within a band around the diagonal are
 * visited, and the band is widened until the distance lies within it (Ukkonen, Information and Control 64, 1985). Time
 * grows with the length times the distance / 64.
 */
public final class EditDistance {

    private static final int ROWS = Long.SIZE;
    private static final int FIRST_BAND = 64;
    private static final int WIDEN = 4;

    private final int rows;
    private final int columns;
    /** Of each row and column, its symbol; 0 stands for a symbol that no row has. */
    private final int[] rowSymbols;

    private final int[] columnSymbols;
    private final long[] matches;
    /** By how much the distance grows from each column to the next, along the lower edge of the last rows. */
    private final byte[] steps;

    private EditDistance(int[] a, int[] b) {
        rows = a.length;
        columns = b.length;
        steps = new byte[columns + 1];
        Map<Integer, Integer> symbols = new HashMap<>();
        rowSymbols = Arrays.stream(a)
                .map(value -> symbols.computeIfAbsent(value, unseen -> symbols.size() + 1))
                .toArray();
        columnSymbols =
                Arrays.stream(b).map(value -> symbols.getOrDefault(value, 0)).toArray();
        matches = new long[symbols.size() + 1];
    }

    /** The fewest insertions, deletions and substitutions that turn one sequence into the other. */
    public static int between(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length + b.length;
        }
        EditDistance matrix = new EditDistance(a, b);
        int band = Math.max(FIRST_BAND, Math.abs(a.length - b.length));
        while (true) {
            int distance = matrix.within(band);
            if (distance <= band) {
                return distance;
            }
            // What was found is an upper bound: a band that wide holds the answer
            band = (int) Math.min(distance, (long) WIDEN * band);
        }
    }

    /** The distance if it is at most {@code band}, otherwise an upper bound of it. */
    private int within(int band) {
        // Along the upper edge the distance grows with each column, and so it is taken to do beyond the band
        Arrays.fill(steps, (byte) 1);
        int left = 0;
        int distance = 0;
        for (int top = 0; top < rows; top += ROWS) {
            int height = Math.min(ROWS, rows - top);
            int from = Math.max(0, Math.min(columns, top - band));
            int to = (int) Math.min(columns, (long) top + height + band);
            for (; left < from; left++) {
                distance += steps[left + 1];
            }
            descend(top, height, from, to);
            distance += height;
        }
        for (; left < columns; left++) {
            distance += steps[left + 1];
        }
        return distance;
    }

    /** Goes from the upper edge of some rows to their lower one, through the columns {@code (from, to]}. */
    private void descend(int top, int height, int from, int to) {
        for (int row = 0; row < height; row++) {
            matches[rowSymbols[top + row]] |= 1L << row;
        }
        long last = 1L << (height - 1);
        long grows = -1;
        long shrinks = 0;
        for (int column = from; column < to; column++) {
            int above = steps[column + 1];
            long equal = matches[columnSymbols[column]];
            long vertical = equal | shrinks;
            equal |= above < 0 ? 1 : 0;
            long horizontal = (((equal & grows) + grows) ^ grows) | equal;
            long right = shrinks | ~(horizontal | grows);
            long back = grows & horizontal;
            steps[column + 1] = (byte) ((right & last) != 0 ? 1 : (back & last) != 0 ? -1 : 0);
            right = right << 1 | (above > 0 ? 1 : 0);
            back = back << 1 | (above < 0 ? 1 : 0);
            grows = back | ~(vertical | right);
            shrinks = right & vertical;
        }
        for (int row = 0; row < height; row++) {
            matches[rowSymbols[top + row]] = 0;
        }
    }
}
