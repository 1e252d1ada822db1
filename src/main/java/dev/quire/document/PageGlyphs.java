package dev.quire.document;

import java.awt.geom.Point2D;
import java.util.List;

/**
 * All characters of a page in the order of its content, and what is painted beside them.
 *
 * @param centres of the glyphs, in points as displayed
 * @param whole whether all of the content could be read
 */
record PageGlyphs(
        List<Glyph> glyphs, List<Point2D.Float> centres, Painted painted, List<FontText> fonts, boolean whole) {

    /** Characters in a state, spaces left out. */
    int count(Glyph.State state) {
        return (int) glyphs.stream()
                .filter(glyph -> glyph.state() == state && !glyph.text().equals(" "))
                .count();
    }
}
