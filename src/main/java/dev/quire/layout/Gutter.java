package dev.quire.layout;

import dev.quire.document.Box;
import dev.quire.document.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A vertical strip of white between two columns of text, which lines across the page may interrupt.
 *
 * @param bands the lines from top to bottom, cut where the columns begin and end
 * @param lines in columns on either side
 */
record Gutter(float x, List<Band> bands, int lines) {

    /** Lines that belong together: two columns, or what lies across both (then {@code right} is empty). */
    record Band(List<Line> left, List<Line> right) {

        boolean inColumns() {
            return !right.isEmpty();
        }
    }

    /** In heights of a line, as everything below. */
    private static final float CLEAR = 0.6f;

    /** A line of one column may stick out into the gutter this far, if hardly any other does. */
    private static final float INTRUSION = 1;

    private static final float INTRUDERS = 0.04f;
    private static final int FEWEST_INTRUDED = 8;
    private static final float STEP = 0.2f;
    private static final float NARROWEST_COLUMN = 7;
    private static final float SURELY_A_COLUMN = 14;
    private static final int FEWEST_ROWS = 3;

    private static final Gutter NONE = new Gutter(0, List.of(), 0);

    /** The gutter with the most lines beside it; one without lines where there is none. */
    static Gutter widestRead(List<Line> lines) {
        float height = Boxes.medianHeight(lines);
        List<Line> sorted = lines.stream()
                .sorted(Comparator.comparingDouble(
                        line -> line.box().top() + line.box().bottom()))
                .toList();
        double left =
                lines.stream().mapToDouble(line -> line.box().left()).min().orElse(0);
        double right =
                lines.stream().mapToDouble(line -> line.box().right()).max().orElse(0);
        List<Gutter> best = new ArrayList<>(List.of(NONE));
        BitSet last = new BitSet();
        Gutter gutter = NONE;
        for (double x = left + height; x < right - height; x += STEP * height) {
            BitSet places = places((float) x, sorted, height);
            // Most steps meet the same lines as the one before, or too few to matter
            if (!places.equals(last)) {
                boolean enough = mostLines((float) x, sorted, height)
                        >= Math.max(1, best.get(0).lines());
                gutter = enough ? at((float) x, sorted, height) : NONE;
                last = places;
            }
            gutter = new Gutter((float) x, gutter.bands(), gutter.lines());
            if (gutter.lines() > best.get(0).lines()) {
                best.clear();
            }
            if (gutter.lines() > 0
                    && (best.isEmpty() || gutter.lines() == best.get(0).lines())) {
                best.add(gutter);
            }
        }
        return best.get(best.size() / 2);
    }

    /** The same lines, with those cut in two that the detector joined across this gutter. */
    List<Line> cut(List<Line> joined) {
        float height = Boxes.medianHeight(joined);
        Box around = Boxes.around(joined.stream().map(Line::box).toList());
        return joined.stream()
                .flatMap(line ->
                        line.box().left() < around.left() + height && line.box().right() > around.right() - height
                                ? line.cutAt(x, height).stream()
                                : Stream.of(line))
                .toList();
    }

    /** How each line lies to a gutter: all that {@link #at} asks of it. */
    private static BitSet places(float x, List<Line> lines, float height) {
        BitSet places = new BitSet(3 * lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            places.set(3 * i, crosses(line, x, height));
            places.set(3 * i + 1, touches(line, x, height));
            places.set(3 * i + 2, centre(line) <= x);
        }
        return places;
    }

    /** The most lines that a gutter can have in columns. */
    private static int mostLines(float x, List<Line> lines, float height) {
        int most = 0;
        List<Line> run = new ArrayList<>();
        for (int i = 0; i <= lines.size(); i++) {
            if (i < lines.size() && !crosses(lines.get(i), x, height)) {
                run.add(lines.get(i));
            } else {
                most += clear(run, x, height) ? run.size() : 0;
                run.clear();
            }
        }
        return most;
    }

    private static Gutter at(float x, List<Line> lines, float height) {
        List<Band> bands = new ArrayList<>();
        List<Line> across = new ArrayList<>();
        List<Line> run = new ArrayList<>();
        int inColumns = 0;
        for (int i = 0; i <= lines.size(); i++) {
            if (i < lines.size() && !crosses(lines.get(i), x, height)) {
                run.add(lines.get(i));
                continue;
            }
            Band columns = columns(run, x);
            if (clear(run, x, height) && parted(columns, height)) {
                addAcross(across, bands);
                bands.add(columns);
                inColumns += run.size();
            } else {
                across.addAll(run);
            }
            run.clear();
            if (i < lines.size()) {
                across.add(lines.get(i));
            }
        }
        addAcross(across, bands);
        return new Gutter(x, List.copyOf(bands), inColumns);
    }

    private static void addAcross(List<Line> across, List<Band> bands) {
        if (!across.isEmpty()) {
            bands.add(new Band(List.copyOf(across), List.of()));
            across.clear();
        }
    }

    private static boolean touches(Line line, float x, float height) {
        return line.box().left() < x + CLEAR / 2 * height && line.box().right() > x - CLEAR / 2 * height;
    }

    /** Reaches well into both sides. */
    private static boolean crosses(Line line, float x, float height) {
        return line.box().left() < x - INTRUSION * height && line.box().right() > x + INTRUSION * height;
    }

    private static Band columns(List<Line> run, float x) {
        return new Band(
                run.stream().filter(line -> centre(line) <= x).toList(),
                run.stream().filter(line -> centre(line) > x).toList());
    }

    private static boolean clear(List<Line> run, float x, float height) {
        return run.stream().filter(line -> touches(line, x, height)).count()
                <= Math.ceil(INTRUDERS * (run.size() - FEWEST_INTRUDED));
    }

    private static float centre(Line line) {
        return (line.box().left() + line.box().right()) / 2;
    }

    /** Whether both sides are running text, or at least not the cells of one table. */
    private static boolean parted(Band band, float height) {
        if (band.left().size() < FEWEST_ROWS || band.right().size() < FEWEST_ROWS) {
            return false;
        }
        float narrower = Math.min(usualWidth(band.left()), usualWidth(band.right()));
        if (narrower <= NARROWEST_COLUMN * height) {
            return false;
        }
        List<Row> left = Row.of(band.left());
        List<Row> right = Row.of(band.right());
        return left.size() >= FEWEST_ROWS
                && right.size() >= FEWEST_ROWS
                && (narrower > SURELY_A_COLUMN * height
                        || (filled(band.left()) && filled(band.right()))
                        || !aligned(left, right, height));
    }

    /** Half of the writing stands in lines at least this wide: a few labels of a drawing do not make a column narrow. */
    private static float usualWidth(List<Line> lines) {
        double[] widths =
                lines.stream().mapToDouble(line -> line.box().width()).sorted().toArray();
        double half = Arrays.stream(widths).sum() / 2;
        int i = 0;
        for (double sum = widths[0]; sum < half; sum += widths[i]) {
            i++;
        }
        return (float) widths[i];
    }

    private static float width(List<Line> lines, double share) {
        return Boxes.quantile(
                lines.stream().mapToDouble(line -> line.box().width()).toArray(), share);
    }

    /** Running text fills most of its lines. */
    private static boolean filled(List<Line> lines) {
        float full = 0.8f * width(lines, 0.8);
        return lines.stream().filter(line -> line.box().width() > full).count() * 2 >= lines.size();
    }

    private static boolean aligned(List<Row> left, List<Row> right, float height) {
        long level = left.stream()
                .filter(row -> right.stream()
                        .anyMatch(other ->
                                Math.abs(other.box().bottom() - row.box().bottom()) < 0.3f * height))
                .count();
        return level > 0.6 * Math.min(left.size(), right.size());
    }
}
