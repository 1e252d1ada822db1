package dev.quire.infer.embedded;

import dev.quire.layout.Rule;
import java.util.ArrayList;
import java.util.List;

/** Finds ruling lines on a level picture: long thin runs of ink across it or down it. */
final class RuleFinder {

    /** Pixels at 150 dpi: longer than the strokes of large letters, shorter than the sides of most cells. */
    private static final int SHORTEST = 60;

    private static final int THICKEST = 7;
    private static final int LARGEST_GAP = 2;
    private static final int CONTRAST = 48;

    private final Grey grey;
    private final int ink;

    private RuleFinder(Grey grey) {
        this.grey = grey;
        this.ink = grey.commonest() - CONTRAST;
    }

    /** The rules, in pixels of the picture. */
    static List<Rule> of(Grey grey) {
        List<Rule> rules = new ArrayList<>();
        for (Run run : new RuleFinder(grey).runs()) {
            rules.add(new Rule(true, run.middle(), run.from, run.to));
        }
        // Turned clockwise, what runs down the picture runs across it from right to left
        for (Run run : new RuleFinder(grey.turned(1)).runs()) {
            rules.add(new Rule(false, run.middle(), grey.height() - run.to, grey.height() - run.from));
        }
        return rules;
    }

    /** Ink in neighbouring rows. */
    private static final class Run {

        private int from;
        private int to;
        private int lastRow;
        private long pixels;
        private long rows;

        private Run(int from, int to, int row) {
            this.from = from;
            this.to = to;
            add(to - from, row);
        }

        private void add(int length, int row) {
            lastRow = row;
            pixels += length;
            rows += (long) length * row;
        }

        private boolean touches(int begin, int end, int row) {
            return lastRow >= row - 1 && begin <= to + LARGEST_GAP && end >= from - LARGEST_GAP;
        }

        private float middle() {
            return (float) rows / pixels + 0.5f;
        }

        private boolean isThin() {
            return pixels <= (long) THICKEST * (to - from);
        }
    }

    private List<Run> runs() {
        List<Run> open = new ArrayList<>();
        List<Run> found = new ArrayList<>();
        for (int y = 0; y < grey.height(); y++) {
            int row = y;
            open.removeIf(run -> run.lastRow < row - 1);
            for (int[] piece : pieces(y)) {
                Run run = open.stream()
                        .filter(other -> other.touches(piece[0], piece[1], row))
                        .findFirst()
                        .orElse(null);
                if (run == null) {
                    run = new Run(piece[0], piece[1], y);
                    open.add(run);
                    found.add(run);
                } else {
                    run.from = Math.min(run.from, piece[0]);
                    run.to = Math.max(run.to, piece[1]);
                    run.add(piece[1] - piece[0], y);
                }
            }
        }
        return found.stream().filter(Run::isThin).toList();
    }

    /** Long pieces of ink in one row, from and to. */
    private List<int[]> pieces(int y) {
        List<int[]> pieces = new ArrayList<>();
        byte[] pixels = grey.row(y);
        int from = -1;
        int last = -1;
        for (int x = 0; x <= pixels.length; x++) {
            boolean dark = x < pixels.length && (pixels[x] & 0xff) < ink;
            if (dark) {
                from = from < 0 ? x : from;
                last = x;
            } else if (from >= 0 && (x - last > LARGEST_GAP || x == pixels.length)) {
                if (last + 1 - from >= SHORTEST) {
                    pieces.add(new int[] {from, last + 1});
                }
                from = -1;
            }
        }
        return pieces;
    }
}
