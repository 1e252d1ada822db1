package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageEndTest {

    private static final float HEIGHT = 792;
    private static final String FULL = "a line that is filled to its end with words";

    private static Line line(String text, float left, float right, float top, float size) {
        Box box = new Box(left, top, right, top + size);
        return new Line(box, List.of(new Word(text, box)), Float.NaN);
    }

    /** Lines of 12 points each 14 points, the last of which is the given one. */
    private static List<Line> column(float left, float right, float bottom, String last, float lastRight) {
        List<Line> lines = new ArrayList<>();
        for (float top = bottom - 40 * 14; top < bottom - 20; top += 14) {
            lines.add(line(FULL, left, right, top, 12));
        }
        lines.add(line(last, left, lastRight, bottom - 12, 12));
        return lines;
    }

    private static boolean runsOver(List<Line> lines, Box... rules) {
        return new PageEnd(lines, List.of(rules), HEIGHT).runsOver();
    }

    @Test
    void aSentenceThatIsNotFinishedRunsOver() {
        assertThat(runsOver(column(72, 540, 700, FULL, 535))).isTrue();
        assertThat(runsOver(column(72, 540, 700, "\u4e0a\u4e0b\u6587\u5b57\uff0c", 535)))
                .isTrue();
    }

    @Test
    void aFinishedOneDoesNot() {
        assertThat(runsOver(column(72, 540, 700, "filled, but ended.\u201d)", 535)))
                .isFalse();
        assertThat(runsOver(column(72, 540, 700, "\u4e0a\u4e0b\u6587\u5b57\u3002", 535)))
                .isFalse();
    }

    @Test
    void aShortLineOrOneInTheUpperHalfIsTheEnd() {
        assertThat(runsOver(column(72, 540, 700, "A heading", 130))).isFalse();
        assertThat(runsOver(List.of(line(FULL, 72, 540, 100, 12)))).isFalse();
    }

    @Test
    void aWordThatIsCutRunsOver() {
        assertThat(runsOver(column(72, 540, 700, "only a hy-", 130))).isTrue();
        assertThat(runsOver(column(72, 540, 700, "12 -", 130))).isFalse();
    }

    @Test
    void footnotesAndFootersAreNoEnd() {
        List<Line> lines = column(72, 540, 680, FULL, 535);
        lines.add(line("1 A footnote in small print that is finished.", 72, 540, 690, 9));
        lines.add(line("Report of the year.", 72, 540, 750, 12));
        lines.add(line("3", 300, 306, 764, 12));

        assertThat(runsOver(lines)).isTrue();
    }

    @Test
    void theLastOfTwoColumnsCounts() {
        List<Line> open = column(72, 300, 700, "ends here.", 120);
        open.addAll(column(320, 540, 690, FULL, 538));
        List<Line> closed = column(72, 300, 700, FULL, 300);
        closed.addAll(column(320, 540, 690, "ends here.", 400));

        assertThat(runsOver(open)).isTrue();
        assertThat(runsOver(closed)).isFalse();
    }

    @Test
    void aTableAtTheBottomRunsOver() {
        List<Line> lines = column(72, 540, 600, "ends here.", 120);
        for (float top : new float[] {690, 710}) {
            lines.add(line("one", 72, 90, top, 12));
            lines.add(line("2.50", 200, 230, top, 12));
        }
        Box[] uprights = {new Box(70, 650, 70, 730), new Box(180, 650, 180, 730), new Box(260, 650, 260, 730)};

        assertThat(runsOver(lines)).isFalse();
        assertThat(runsOver(lines, uprights)).isTrue();
        lines.add(line("3.70", 300, 330, 690, 12));
        lines.add(line("4.70", 300, 330, 710, 12));
        assertThat(runsOver(lines)).isTrue();
    }

    @Test
    void aTextLayerTellsItOfAPage() throws DocumentException {
        String font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
        String content = "BT /F1 12 Tf 72 150 Td (The quick brown fox jumps over %s) Tj ET";

        assertThat(layer(APdf.withContent(font, content.formatted("the"))).runsOver(HEIGHT))
                .isTrue();
        assertThat(layer(APdf.withContent(font, content.formatted("it."))).runsOver(HEIGHT))
                .isFalse();
        assertThat(layer(APdf.withContent("", "")).runsOver(HEIGHT)).isFalse();
    }

    private static TextLayer layer(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), DocumentLimits.DEFAULT)) {
            return document.textLayer(1);
        }
    }
}
