package dev.quire.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Puts the glyphs of one direction together to lines. Distances are in sizes of the font. */
final class GlyphLines {

    /** Baselines this close are one. */
    private static final float SAME_BASELINE = 0.25f;

    private static final float SMALLER = 0.8f;
    private static final float HALF = 0.6f;
    /** How far a glyph that follows may lie above or below: an index, an exponent, a line that is askew. */
    private static final float LIFTED = 0.55f;

    private static final float NEAR = 0.5f;

    private final TreeMap<Float, List<Glyph>> rows = new TreeMap<>();

    private GlyphLines() {}

    static List<Line> of(List<Glyph> glyphs) {
        GlyphLines lines = new GlyphLines();
        List<Glyph> row = List.of();
        for (Glyph glyph : glyphs) {
            if (row.isEmpty() || !follows(row.get(row.size() - 1), glyph)) {
                row = lines.rowOf(glyph);
            }
            row.add(glyph);
        }
        List<Line> all = new ArrayList<>();
        for (List<Glyph> each : lines.rows.values()) {
            all.addAll(new GlyphRow(each).lines());
        }
        return all;
    }

    /** Whether a glyph goes on right after the one before it, or is an index or exponent of it. */
    private static boolean follows(Glyph last, Glyph glyph) {
        float size = Math.max(last.size(), glyph.size());
        float gap = glyph.left() - last.right();
        boolean near = gap > -NEAR * size && gap < NEAR * size;
        boolean smaller = Math.min(last.size(), glyph.size()) < SMALLER * size;
        return near
                && alike(last, glyph)
                && Math.abs(glyph.baseline() - last.baseline()) < (smaller ? LIFTED : SAME_BASELINE) * size;
    }

    private static boolean alike(Glyph one, Glyph other) {
        return Math.min(one.size(), other.size()) >= HALF * Math.max(one.size(), other.size()) - 0.01f;
    }

    private List<Glyph> rowOf(Glyph glyph) {
        float reach = SAME_BASELINE * glyph.size();
        return rows.subMap(glyph.baseline() - reach, glyph.baseline() + reach).entrySet().stream()
                .filter(row -> alike(row.getValue().get(0), glyph))
                .min(Comparator.comparingDouble(row -> Math.abs(row.getKey() - glyph.baseline())))
                .map(java.util.Map.Entry::getValue)
                .orElseGet(() -> begin(glyph.baseline()));
    }

    private List<Glyph> begin(float baseline) {
        float key = baseline;
        while (rows.containsKey(key)) {
            key = Math.nextUp(key);
        }
        List<Glyph> row = new ArrayList<>();
        rows.put(key, row);
        return row;
    }
}
