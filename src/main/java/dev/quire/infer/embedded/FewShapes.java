package dev.quire.infer.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * Few shapes, used again and again: on a GPU each new one costs a search for the kernels of every layer, many times what
 * padding costs. Widths come in two steps to the doubling, sides of pictures in four.
 */
record FewShapes() implements Shapes {

    private static final int PICTURES = 8;
    private static final int STRIPS = 256;
    private static final int STRIP_COLUMNS = 1 << 18;
    private static final int NARROWEST = 64;
    private static final int SMALLEST_SIDE = 256;

    /** From the widest strip down; slots that would stay empty take the next narrower strips. */
    @Override
    public List<Strips> strips(int[] widths) {
        List<Strips> batches = new ArrayList<>();
        for (int to = widths.length; to > 0; ) {
            int width = width(widths[to - 1]);
            int alike = 1;
            while (alike < to && alike < STRIPS && width(widths[to - alike - 1]) == width) {
                alike++;
            }
            int count = count(alike, width);
            int from = Math.max(0, to - count);
            batches.add(new Strips(from, to, count, width));
            to = from;
        }
        return batches;
    }

    private static int width(int pixels) {
        return stepped(Math.max(NARROWEST, pixels), 2);
    }

    /** Powers of four, at most what one batch may hold at this width. */
    private static int count(int strips, int width) {
        int count = 4;
        while (count < strips && count < STRIPS && 4 * count * width <= STRIP_COLUMNS) {
            count *= 4;
        }
        return count;
    }

    @Override
    public int pictures(int waiting) {
        int count = 1;
        while (count < waiting && count < PICTURES) {
            count *= 2;
        }
        return count;
    }

    @Override
    public int side(int pixels) {
        return stepped(Math.max(SMALLEST_SIDE, pixels), 4);
    }

    /** The next larger size, where each doubling has so many of them at equal distances. */
    private static int stepped(int size, int steps) {
        return Shapes.roundedUp(size, Integer.highestOneBit(size - 1) / steps);
    }
}
