package dev.quire.layout;

import dev.quire.document.Box;
import dev.quire.document.Line;
import java.util.Arrays;
import java.util.List;

/** What several boxes have in common. */
final class Boxes {

    private Boxes() {}

    /** The smallest box around all of them. */
    static Box around(List<Box> boxes) {
        float left = Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        for (Box box : boxes) {
            left = Math.min(left, box.left());
            top = Math.min(top, box.top());
            right = Math.max(right, box.right());
            bottom = Math.max(bottom, box.bottom());
        }
        return new Box(left, top, right, bottom);
    }

    static float medianHeight(List<Line> lines) {
        return quantile(lines.stream().mapToDouble(line -> line.box().height()).toArray(), 0.5);
    }

    /** The value below which this share of the values lies. */
    static float quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : (float) sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }
}
