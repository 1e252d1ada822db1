package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MileLongPageTest {

    private static final float MILE = 63_360 * 72;
    private static final String FONT =
            "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >>";

    /** As wide as a letter, with a line of text at its head and one at its foot. */
    private static OpenDocument page(int units, double userUnit) throws DocumentException {
        String entries = "/MediaBox [0 0 612 %d] /UserUnit %s /Resources << %s >>".formatted(units, userUnit, FONT);
        String content = "BT /F1 12 Tf 72 %d Td (The first line of the page) Tj 0 %d Td (The last line of it) Tj ET"
                .formatted(units - 72, 144 - units);
        return Documents.open(BytesInMemory.of(APdf.withPage(entries, content)), DocumentLimits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"4561920, 1", "200000, 22.8096", "14400, 316.8"})
    void isScannedReadAndDrawnAsAnyOther(int units, double userUnit) throws DocumentException {
        try (OpenDocument document = page(units, userUnit)) {
            assertThat(document.facts(1).height()).isCloseTo(MILE, within(10f));
            TextLayer layer = document.textLayer(1);
            assertThat(layer.trust()).isEqualTo(TextTrust.TRUSTED);
            assertThat(layer.flows().get(0).lines())
                    .extracting(Line::text)
                    .containsExactly("The first line of the page", "The last line of it");
            PageImage image = document.render(1);
            assertThat((long) image.width() * image.height()).isBetween(7_000_000L, 8_100_000L);
            assertThat(image.height() * image.pointsPerPixel()).isCloseTo(MILE, within(MILE / 1_000));
            assertThat(image.warnings()).singleElement().asString().endsWith("small text may be lost");
        }
    }

    @Test
    void aLongerPageThanCanBeMeantHasNoSize() throws DocumentException {
        try (OpenDocument document = page(2_000_000_000, 1)) {
            assertThat(document.facts(1).height()).isEqualTo(792);
            assertThat(document.render(1).warnings()).contains("The page has no usable size: taken as US Letter");
        }
    }
}
