package dev.quire.infer.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * Few shapes, used again and again: on a GPU each new one costs a search for the kernels of every layer, a hundred times
 * what a call costs, and a call that is half empty costs no less than a full one. Widths of strips come in two steps to the
 * doubling, each with one number of strips; sides of pictures come in four.
 */
record FewShapes() implements Shapes {

    /** As many keep a large GPU no longer busy than starting the kernels takes. */
    private static final int STRIP_COLUMNS = 1 << 16;

    private static final int NARROWEST = 64;
    private static final int PICTURES = 4;
    private static final int SMALLEST_SIDE = 256;

    /** From the widest strip down, each batch as full as it gets. */
    @Override
    public List<Strips> strips(int[] widths) {
        List<Strips> batches = new ArrayList<>();
        for (int to = widths.length; to > 0; ) {
            int width = stepped(Math.max(NARROWEST, widths[to - 1]), 2);
            int count = Math.max(1, STRIP_COLUMNS / width);
            int from = Math.max(0, to - count);
            batches.add(new Strips(from, to, count, width));
            to = from;
        }
        return batches;
    }

    /** One, or as many as it takes several. */
    @Override
    public int pictures(int waiting) {
        return waiting == 1 ? 1 : PICTURES;
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
