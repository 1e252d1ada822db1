package dev.quire.infer.embedded;

import java.util.ArrayList;
import java.util.List;

/** As little padding as the networks allow, in batches that stay in a core's caches: what a CPU is fastest with. */
record TightShapes() implements Shapes {

    private static final int STRIPS = 16;
    private static final int STRIP_COLUMNS = 6_000;
    private static final float WIDEST_TO_NARROWEST = 1.15f;
    private static final int EXTRA_WIDTH = 16;

    @Override
    public List<Strips> strips(int[] widths) {
        List<Strips> batches = new ArrayList<>();
        for (int from = 0; from < widths.length; ) {
            int to = end(widths, from);
            batches.add(new Strips(from, to, to - from, Shapes.roundedUp(widths[to - 1], 8)));
            from = to;
        }
        return batches;
    }

    private static int end(int[] widths, int from) {
        float widest = widths[from] * WIDEST_TO_NARROWEST + EXTRA_WIDTH;
        int to = from + 1;
        while (to < widths.length
                && to - from < STRIPS
                && widths[to] <= widest
                && (to - from + 1) * widths[to] <= STRIP_COLUMNS) {
            to++;
        }
        return to;
    }

    @Override
    public int pictures(int waiting) {
        return 1;
    }

    @Override
    public int side(int pixels) {
        return Shapes.roundedUp(pixels, 32);
    }
}
