package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PageImageSizeTest {

    private static PageImage render(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), DocumentLimits.DEFAULT)) {
            return document.render(1);
        }
    }

    private static byte[] page(int width, int height) {
        return APdf.withPage("/MediaBox [0 0 %d %d]".formatted(width, height), "");
    }

    private static byte[] scan(int width, int height, int pixelsWide, int pixelsHigh) {
        return APdf.withPage(
                "/MediaBox [0 0 %d %d] /Resources << /XObject << /Im 5 0 R >> >>".formatted(width, height),
                "%d 0 0 %d 0 0 cm /Im Do".formatted(width, height),
                APdf.zeros(
                        "/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
                                .formatted(pixelsWide, pixelsHigh),
                        (long) pixelsWide * pixelsHigh));
    }

    @Test
    void anOrdinaryPageGetsTheLongSide() throws DocumentException {
        PageImage image = render(page(595, 842));
        assertThat(image.height()).isEqualTo(2000);
        assertThat(image.width()).isEqualTo(1413);
        assertThat(image.pointsPerPixel() * 2000).isCloseTo(842, within(0.1f));
        assertThat(image.image().getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        assertThat(image.image().getRGB(7, 7)).isEqualTo(0xffffffff);
    }

    @Test
    void aSmallPageGets200Dpi() throws DocumentException {
        assertThat(render(page(144, 72)).width()).isEqualTo(400);
    }

    @Test
    void aRibbonOfAPageStaysLegibleWithinTwiceThePixels() throws DocumentException {
        PageImage image = render(page(234, 14_295));
        assertThat(image.width()).isBetween(355, 365);
        assertThat((long) image.width() * image.height()).isBetween(7_800_000L, 8_000_000L);
    }

    @Test
    void aScanComesOutInItsOwnPixels() throws DocumentException {
        assertThat(render(scan(1200, 1500, 1200, 1500)).height()).isEqualTo(1500);
        assertThat(render(scan(120, 150, 1200, 1500)).height()).isEqualTo(1500);
        assertThat(render(scan(2400, 3000, 2400, 3000)).height()).isEqualTo(2000);
    }

    @Test
    void aTinyScanGrowsByAWholeFactor() throws DocumentException {
        assertThat(render(scan(600, 800, 300, 400)).height()).isEqualTo(1200);
    }

    @Test
    void aTurnedPageComesOutUprightWithItsUnits() throws DocumentException {
        PageImage image = render(APdf.withPage("/MediaBox [0 0 300 400] /Rotate 90 /UserUnit 2", ""));
        assertThat(image.width()).isEqualTo(2000);
        assertThat(image.height()).isEqualTo(1500);
        assertThat(image.pointsPerPixel() * 2000).isCloseTo(800, within(0.1f));
    }

    @Test
    void annotationsAndFilledFieldsAreSeen() throws DocumentException {
        String look = APdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100]", "0 0 100 100 re f");
        String widget = "<< /Type /Annot /Subtype /Widget /Rect [100 100 300 300] /AP << /N 6 0 R >> >>";
        PageImage image = render(APdf.withPage("/MediaBox [0 0 612 792] /Annots [5 0 R]", "", widget, look));
        assertThat(image.ink().pixels()).isGreaterThan(200_000);
    }
}
