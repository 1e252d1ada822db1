package dev.quire.document;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;

/** Decides whether a text layer can be trusted. In doubt it is not: that costs a model's second, and loses nothing. */
final class TextCheck {

    private static final float MOST_HIDDEN = 0.05f;
    private static final float MOST_COVERED = 0.02f;
    private static final float MOST_UNKNOWN = 0.05f;
    private static final float MOST_SHUFFLED = 0.1f;
    private static final float MOST_VERTICAL = 0.1f;
    private static final float MOST_AMBIGUOUS = 0.1f;
    /** Of the page. */
    private static final float MOST_DRAWINGS = 0.04f;

    private static final float MOST_PHOTOGRAPHS = 0.16f;
    private static final int FEW_OUTLINES = 60;
    /** For each character. */
    private static final float MOST_OUTLINES = 0.1f;

    private TextCheck() {}

    static TextTrust of(PageGlyphs page, List<Flow> flows) {
        float visible = page.count(Glyph.State.VISIBLE);
        float hidden = page.count(Glyph.State.HIDDEN);
        float covered = page.count(Glyph.State.COVERED);
        float outside = page.count(Glyph.State.OUTSIDE);
        if (!page.whole()) {
            return TextTrust.UNREADABLE;
        }
        if (flows.isEmpty()) {
            return outside > 0 ? TextTrust.OFF_PAGE : TextTrust.NO_TEXT;
        }
        if (hidden > MOST_HIDDEN * (visible + hidden)) {
            return TextTrust.EARLIER_OCR;
        }
        if (outside > 2 * visible) {
            return TextTrust.OFF_PAGE;
        }
        if (covered > MOST_COVERED * (visible + covered)) {
            return TextTrust.COVERED;
        }
        BitSet text = cells(page);
        if (page.painted().drawingShare(text) > MOST_DRAWINGS
                || page.painted().photographShare(text) > MOST_PHOTOGRAPHS) {
            return TextTrust.IMAGES;
        }
        if (page.painted().outlines() > Math.max(FEW_OUTLINES, MOST_OUTLINES * visible)) {
            return TextTrust.OUTLINES;
        }
        return ofLetters(page, flows);
    }

    private static TextTrust ofLetters(PageGlyphs page, List<Flow> flows) {
        float shown = sum(page, FontText::shown);
        if (sum(page, FontText::unknown) + sum(page, FontText::guessed) > MOST_UNKNOWN * shown) {
            return TextTrust.UNMAPPED;
        }
        if (sum(page, FontText::vertical) > MOST_VERTICAL * shown) {
            return TextTrust.VERTICAL;
        }
        if (sum(page, FontText::ambiguous) > MOST_AMBIGUOUS * shown) {
            return TextTrust.AMBIGUOUS;
        }
        if (sum(page, FontText::shuffled) > MOST_SHUFFLED * shown) {
            return TextTrust.SHUFFLED;
        }
        List<String> words = flows.stream()
                .flatMap(flow -> flow.lines().stream())
                .flatMap(line -> line.words().stream())
                .map(Word::text)
                .toList();
        return Plausibility.of(words).isDoubtful() ? TextTrust.IMPLAUSIBLE : TextTrust.TRUSTED;
    }

    private static float sum(PageGlyphs page, ToIntFunction<FontText> count) {
        return page.fonts().stream().mapToInt(count).sum();
    }

    /** Where text stands, on the page's grid. */
    private static BitSet cells(PageGlyphs page) {
        BitSet cells = new BitSet(Painted.GRID * Painted.GRID);
        List<Glyph> glyphs = page.glyphs();
        for (int i = 0; i < glyphs.size(); i++) {
            if (glyphs.get(i).state() == Glyph.State.VISIBLE) {
                Point2D.Float centre = page.centres().get(i);
                float size = glyphs.get(i).size();
                page.painted()
                        .cover(cells, new Rectangle2D.Float(centre.x - size / 2, centre.y - size / 2, size, size));
            }
        }
        return cells;
    }
}
