package dev.quire.layout;

import dev.quire.document.Line;
import java.util.ArrayList;
import java.util.List;

/** The order in which a person reads the lines of a page: column after column, headings across columns between them. */
final class ReadingOrder {

    private static final int DEEPEST = 8;
    /** So many lines in columns tell that a line across them may be two. */
    private static final int SURE = 10;
    /** A first or last row this far from the rest, in heights of a line, belongs to no column. */
    private static final float APART = 0.9f;

    private ReadingOrder() {}

    /** The regions of a page in order, the rows of each from top to bottom. */
    static List<List<Row>> of(List<Line> lines) {
        List<List<Row>> regions = new ArrayList<>();
        if (lines.isEmpty()) {
            return regions;
        }
        List<Row> rows = Row.of(lines);
        float height = Boxes.medianHeight(lines);
        int from = rows.size() > 3 && apart(rows.get(0), rows.get(1), height) ? 1 : 0;
        int last = rows.size() - 1;
        int to = rows.size() > 3 && apart(rows.get(last - 1), rows.get(last), height) ? last : rows.size();
        addPlain(rows.subList(0, from), regions);
        addParts(lines(rows.subList(from, to)), 0, regions);
        addPlain(rows.subList(to, rows.size()), regions);
        return regions;
    }

    private static boolean apart(Row upper, Row lower, float height) {
        return lower.box().top() - upper.box().bottom() > APART * height;
    }

    private static void addPlain(List<Row> rows, List<List<Row>> regions) {
        if (!rows.isEmpty()) {
            regions.add(rows);
        }
    }

    private static void addParts(List<Line> lines, int depth, List<List<Row>> regions) {
        Gutter gutter = Gutter.widestRead(lines);
        if (gutter.lines() >= SURE) {
            gutter = Gutter.widestRead(gutter.cut(lines));
        }
        if (gutter.lines() == 0 || depth == DEEPEST) {
            addPlain(Row.of(lines), regions);
            return;
        }
        for (Gutter.Band band : gutter.bands()) {
            addParts(band.left(), depth + 1, regions);
            if (band.inColumns()) {
                addParts(band.right(), depth + 1, regions);
            }
        }
    }

    private static List<Line> lines(List<Row> rows) {
        return rows.stream().flatMap(row -> row.cells().stream()).toList();
    }
}
