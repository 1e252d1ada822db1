package dev.quire.document;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a page paints beside its text, in points as displayed: images, filled shapes, and what covers earlier text. */
final class Painted {

    /** Cells of a page in either direction. */
    static final int GRID = 64;

    private static final float THICKEST_RULE = 2.5f;
    private static final float SHORTEST_RULE = 6;
    private static final int MOST_RULES = 2_000;
    private static final int MOST_COVERS = 500;
    private static final float SMALLEST_COVER = 3;
    /** A filled shape of so many pieces, as large as letters are, may be one. */
    private static final int PIECES_OF_OUTLINE = 5;

    private static final float LARGEST_OUTLINE = 72;
    private static final float SMALLEST_OUTLINE = 1;

    private final float width;
    private final float height;
    private final BitSet photographs = new BitSet(GRID * GRID);
    private final BitSet drawings = new BitSet(GRID * GRID);
    private final List<Cover> covers = new ArrayList<>();
    private final List<Box> rules = new ArrayList<>();
    private int outlines;

    /** An opaque thing, painted when there were so many glyphs. */
    private record Cover(Rectangle2D box, int glyphs, Glyph.State hides) {}

    Painted(float width, float height) {
        this.width = width;
        this.height = height;
    }

    void addImage(Rectangle2D box, boolean photograph, boolean opaque, int glyphs) {
        if (!box.isEmpty()) {
            cover(photograph ? photographs : drawings, box);
            if (opaque) {
                addCover(box, glyphs, Glyph.State.HIDDEN);
            }
        }
    }

    /** Marks the cells of the page's grid that a rectangle touches. */
    void cover(BitSet grid, Rectangle2D box) {
        int left = cell(Math.floor(box.getMinX() / width * GRID));
        int right = cell(Math.ceil(box.getMaxX() / width * GRID));
        int bottom = cell(Math.ceil(box.getMaxY() / height * GRID));
        for (int row = cell(Math.floor(box.getMinY() / height * GRID)); row < bottom; row++) {
            grid.set(row * GRID + left, row * GRID + Math.max(left, right));
        }
    }

    /** @param pieces straight and curved ones */
    void addFill(Rectangle2D box, int pieces, boolean opaque, int glyphs) {
        if (pieces >= PIECES_OF_OUTLINE
                && Math.max(box.getWidth(), box.getHeight()) < LARGEST_OUTLINE
                && box.getHeight() > SMALLEST_OUTLINE) {
            outlines++;
        } else if (opaque && !box.isEmpty() && pieces < PIECES_OF_OUTLINE) {
            addCover(box, glyphs, Glyph.State.COVERED);
        }
    }

    /** A piece of a path that is painted: where it is thin and long, it is a straight line; a frame is four of them. */
    void addRule(Rectangle2D box, boolean frame) {
        if (box.getWidth() < 0 || box.getHeight() < 0) {
            return;
        }
        float left = (float) box.getMinX();
        float top = (float) box.getMinY();
        float right = (float) box.getMaxX();
        float bottom = (float) box.getMaxY();
        if (Math.min(box.getWidth(), box.getHeight()) <= THICKEST_RULE) {
            if (Math.max(box.getWidth(), box.getHeight()) >= SHORTEST_RULE && rules.size() < MOST_RULES) {
                rules.add(new Box(left, top, right, bottom));
            }
        } else if (frame) {
            addRule(new Rectangle2D.Float(left, top, right - left, 0), false);
            addRule(new Rectangle2D.Float(left, bottom, right - left, 0), false);
            addRule(new Rectangle2D.Float(left, top, 0, bottom - top), false);
            addRule(new Rectangle2D.Float(right, top, 0, bottom - top), false);
        }
    }

    List<Box> rules() {
        return rules;
    }

    private void addCover(Rectangle2D box, int glyphs, Glyph.State hides) {
        boolean large = Math.min(box.getWidth(), box.getHeight()) >= SMALLEST_COVER;
        if (glyphs > 0 && large && covers.size() < MOST_COVERS) {
            covers.add(new Cover(box, glyphs, hides));
        }
    }

    /** What became of a point of the glyph with this number by what was painted after it. */
    Glyph.State state(double x, double y, int number) {
        Glyph.State state = Glyph.State.VISIBLE;
        for (int i = covers.size() - 1; i >= 0 && covers.get(i).glyphs() > number; i--) {
            if (covers.get(i).box().contains(x, y)) {
                state = covers.get(i).hides();
            }
        }
        return state;
    }

    /** Filled shapes that may be letters without a font. */
    int outlines() {
        return outlines;
    }

    /** The share of the page under photographs where no text stands. */
    float photographShare(BitSet text) {
        return shareWithout(photographs, text);
    }

    /** The share of the page under all other images where no text stands: they may hold writing. */
    float drawingShare(BitSet text) {
        return shareWithout(drawings, text);
    }

    private static float shareWithout(BitSet images, BitSet text) {
        BitSet rest = (BitSet) images.clone();
        rest.andNot(text);
        return rest.cardinality() / (float) (GRID * GRID);
    }

    private static int cell(double number) {
        return (int) Math.max(0, Math.min(GRID, number));
    }
}
