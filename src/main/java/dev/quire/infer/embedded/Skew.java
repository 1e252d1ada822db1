package dev.quire.infer.embedded;

import java.util.Comparator;
import java.util.List;

/** How askew a sheet lies, judged by its long lines. */
final class Skew {

    private static final int LEAST_LINES = 4;
    private static final int LONG = 6;

    private Skew() {}

    /** The slope on either side of which half of the text lies; 0 where there are too few long lines to tell. */
    static float of(List<Strip> strips) {
        List<Strip> lines = strips.stream()
                .filter(strip -> strip.box().width() > LONG * strip.box().height())
                .sorted(Comparator.comparingDouble(Strip::slope))
                .toList();
        if (lines.size() < LEAST_LINES) {
            return 0;
        }
        double half = lines.stream().mapToDouble(strip -> strip.box().width()).sum() / 2;
        double seen = 0;
        for (Strip strip : lines) {
            seen += strip.box().width();
            if (seen >= half) {
                return strip.slope();
            }
        }
        return 0;
    }
}
