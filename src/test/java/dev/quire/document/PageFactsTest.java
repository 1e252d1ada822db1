package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import org.junit.jupiter.api.Test;

class PageFactsTest {

    private static final String FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    private static final String IMAGE = APdf.stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray",
            "\0\0\0\0");

    private static PageFacts facts(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), DocumentLimits.DEFAULT)) {
            return document.facts(1);
        }
    }

    @Test
    void charactersAreCountedWithoutSpacesVisibleOrNot() throws DocumentException {
        String content = "BT /F1 12 Tf 50 50 Td (a b) Tj 3 Tr [(cd) -200 (e)] TJ ET";
        assertThat(facts(APdf.withContent(FONT, content)).characters()).isEqualTo(5);
    }

    @Test
    void aTextLayerOfSpacesIsNone() throws DocumentException {
        assertThat(facts(APdf.withContent(FONT, "BT /F1 12 Tf (   ) Tj ET")).hasTextLayer())
                .isFalse();
    }

    @Test
    void stackedImagesCoverThePageOnce() throws DocumentException {
        String content = "q 306 0 0 792 0 0 cm /Im Do /Im Do Q q 10 0 0 10 5000 0 cm /Im Do Q";
        PageFacts facts = facts(APdf.withContent("/XObject << /Im 5 0 R >>", content, IMAGE));
        assertThat(facts.images()).isEqualTo(3);
        assertThat(facts.imageShare()).isCloseTo(0.5f, within(0.01f));
    }

    @Test
    void whatIsInsideOfFormsCounts() throws DocumentException {
        String form = APdf.stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s /XObject << /Im 6 0 R >> >>"
                        .formatted(FONT),
                "/Im Do BT /F1 9 Tf (inside) Tj ET");
        PageFacts facts = facts(APdf.withContent("/XObject << /Fm 5 0 R >>", "/Fm Do /Fm Do", form, IMAGE));
        assertThat(facts.characters()).isEqualTo(12);
        assertThat(facts.images()).isEqualTo(2);
    }

    @Test
    void theSizeIsThatOfTheCropBoxTurnedAndInPoints() throws DocumentException {
        PageFacts facts =
                facts(APdf.withPage("/MediaBox [0 0 600 800] /CropBox [100 100 300 200] /Rotate -90 /UserUnit 2", ""));
        assertThat(facts.width()).isEqualTo(200);
        assertThat(facts.height()).isEqualTo(400);
        assertThat(facts.rotation()).isEqualTo(270);
    }

    @Test
    void aFormThatDrawsItselfEnds() throws DocumentException {
        String form = APdf.stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %s /XObject << /Fm 5 0 R >> >>"
                        .formatted(FONT),
                "BT /F1 9 Tf (x) Tj ET /Fm Do");
        assertThat(facts(APdf.withContent("/XObject << /Fm 5 0 R >>", "/Fm Do", form))
                        .characters())
                .isBetween(1, 100);
    }
}
