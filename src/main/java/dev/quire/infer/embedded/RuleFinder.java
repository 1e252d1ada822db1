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

    /** Whether rules are looked for that run down the picture: then its columns are what rows are else. */
    private final boolean down;

    private RuleFinder(Grey grey, int ink, boolean down) {
        this.grey = grey;
        this.ink = ink;
        this.down = down;
    }

    /** The rules, in pixels of the picture. */
    static List<Rule> of(Grey grey) {
        int ink = grey.commonest() - CONTRAST;
        List<Rule> rules = new ArrayList<>();
        for (boolean down : new boolean[] {false, true}) {
            for (Run run : new RuleFinder(grey, ink, down).runs()) {
                rules.add(new Rule(!down, run.middle(), run.from, run.to));
            }
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
        for (int y = 0; y < (down ? grey.width() : grey.height()); y++) {
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
    private List<int[]> pieces(int row) {
        List<int[]> pieces = new ArrayList<>();
        int length = down ? grey.height() : grey.width();
        int from = 0;
        while (from + SHORTEST <= length) {
            // What is cut by white within the shortest length is no piece: most pixels need no look
            int cut = lastWhite(row, from, from + SHORTEST);
            if (cut > from) {
                from = cut;
                continue;
            }
            while (!dark(row, from)) {
                from++;
            }
            int to = from + 1;
            for (int x = to; x < length && x - to <= LARGEST_GAP; x++) {
                to = dark(row, x) ? x + 1 : to;
            }
            if (to - from >= SHORTEST) {
                pieces.add(new int[] {from, to});
            }
            from = to;
        }
        return pieces;
    }

    /** Behind the last gap in {@code [from, to)} that parts pieces of ink; {@code from} where there is none. */
    private int lastWhite(int row, int from, int to) {
        int white = 0;
        for (int x = to - 1; x >= from; x--) {
            white = dark(row, x) ? 0 : white + 1;
            if (white > LARGEST_GAP) {
                return x + white;
            }
        }
        return from;
    }

    private boolean dark(int row, int x) {
        return (down ? grey.at(row, x) : grey.at(x, row)) < ink;
    }
}
