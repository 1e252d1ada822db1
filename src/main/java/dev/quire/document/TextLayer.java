package dev.quire.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The text that a page carries along.
 *
 * @param flows by direction, the one with the most characters first
 * @param rules boxes of the straight lines that the page draws, in points
 * @param trust whether the text can stand for the page
 */
public record TextLayer(List<Flow> flows, List<Box> rules, TextTrust trust) {

    public static final TextLayer NONE = new TextLayer(List.of(), List.of(), TextTrust.NO_TEXT);

    public TextLayer {
        flows = List.copyOf(flows);
        rules = List.copyOf(rules);
    }

    static TextLayer of(PageGlyphs page) {
        List<Flow> flows = flows(page);
        return new TextLayer(flows, page.painted().rules(), TextCheck.of(page, flows));
    }

    /** The same, less trusted. */
    TextLayer doubted(TextTrust reason) {
        return trust.trusted() ? new TextLayer(flows, rules, reason) : this;
    }

    /**
     * Whether the text goes on on the next page.
     *
     * @param height of the page, in points
     */
    public boolean runsOver(float height) {
        return !flows.isEmpty()
                && flows.get(0).angle() == 0
                && new PageEnd(flows.get(0).lines(), rules, height).runsOver();
    }

    private static List<Flow> flows(PageGlyphs page) {
        Set<Glyph.State> read = EnumSet.of(Glyph.State.VISIBLE);
        if (page.count(Glyph.State.HIDDEN) > page.count(Glyph.State.VISIBLE)) {
            read.add(Glyph.State.HIDDEN);
        }
        Map<Integer, List<Glyph>> byAngle = new TreeMap<>();
        for (Glyph glyph : page.glyphs()) {
            if (read.contains(glyph.state()) && !glyph.text().isEmpty()) {
                byAngle.computeIfAbsent(glyph.angle(), angle -> new ArrayList<>())
                        .add(glyph);
            }
        }
        return byAngle.entrySet().stream()
                .map(entry -> new Flow(entry.getKey(), GlyphLines.of(entry.getValue())))
                .filter(flow -> !flow.lines().isEmpty())
                .sorted(Comparator.comparingInt(flow -> -flow.characters()))
                .toList();
    }
}
