package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.quire.testing.APdf;
import dev.quire.testing.AnImage;
import dev.quire.testing.AnImage.TiffPage;
import dev.quire.testing.BytesInMemory;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDocumentTest {

    private static final DocumentLimits LIMITS =
            new DocumentLimits(2_000, 10_000_000, 10, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static OpenDocument open(byte[] file) throws DocumentException {
        return Documents.open(BytesInMemory.of(file), LIMITS);
    }

    private static PageImage render(byte[] file) throws DocumentException {
        try (OpenDocument document = open(file)) {
            return document.render(1);
        }
    }

    private static void assertFails(byte[] file, ErrorClass errorClass, String message) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> render(file));
        assertThat(e).hasMessageContaining(message);
        assertThat(e.errorClass()).isEqualTo(errorClass);
    }

    private static boolean isBlack(PageImage page, double x, double y) {
        return (page.image().getRGB((int) (x * page.width()), (int) (y * page.height())) & 0xff) < 50;
    }

    @ParameterizedTest
    @CsvSource({"png, png", "jpeg, jpeg", "tiff, tiff", "bmp, bmp", "gif, gif"})
    void anImageIsADocumentOfOnePage(String writer, String format) throws DocumentException {
        try (OpenDocument document = open(AnImage.written(AnImage.marked(1200, 1600), writer))) {
            assertThat(document.format()).isEqualTo(format);
            assertThat(document.pages()).isEqualTo(1);
            assertThat(document.warnings()).isEmpty();
            assertThat(document.facts(1).imageShare()).isEqualTo(1);
            PageImage page = document.render(1);
            assertThat(page.width()).isEqualTo(1200);
            assertThat(page.height()).isEqualTo(1600);
            assertThat(page.warnings()).isEmpty();
            assertThat(isBlack(page, 0.2, 0.2)).isTrue();
            assertThat(isBlack(page, 0.3, 0.2)).isFalse();
            assertThatThrownBy(() -> document.render(2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void transparencyIsPaper() throws DocumentException {
        BufferedImage clear = new BufferedImage(1200, 1600, BufferedImage.TYPE_INT_ARGB);
        clear.getGraphics().fillRect(0, 0, 9, 9);
        assertThat(render(AnImage.written(clear, "png")).ink().pixels()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 0, 1", "5, 0, 0", "6, 1, 0", "7, 1, 1", "8, 0, 1"})
    void aPhotographIsTurnedAsItSays(int orientation, double x, double y) throws DocumentException {
        byte[] jpeg = AnImage.withOrientation(AnImage.written(AnImage.marked(1200, 1600), "jpeg"), orientation);
        try (OpenDocument document = open(jpeg)) {
            PageImage page = document.render(1);
            boolean turned = orientation >= 5;
            assertThat(page.width()).isEqualTo(turned ? 1600 : 1200);
            assertThat(page.height()).isEqualTo(turned ? 1200 : 1600);
            assertThat(document.facts(1).width() > document.facts(1).height()).isEqualTo(turned);
            assertThat(isBlack(page, 0.1 + 0.8 * x, 0.1 + 0.8 * y)).isTrue();
            assertThat(isBlack(page, 0.9 - 0.8 * x, 0.1 + 0.8 * y)).isFalse();
            assertThat(isBlack(page, 0.1 + 0.8 * x, 0.9 - 0.8 * y)).isFalse();
        }
    }

    @Test
    void aTiffHasPagesButForThumbnailsAndMasks() throws DocumentException {
        byte[] tiff = AnImage.tiff(
                new TiffPage(1000, 1100),
                new TiffPage(100, 110).with(254, 1),
                new TiffPage(1000, 1100).with(254, 4),
                new TiffPage(1200, 1300).with(254, 2).with(274, 6));
        try (OpenDocument document = open(tiff)) {
            assertThat(document.format()).isEqualTo("tiff");
            assertThat(document.pages()).isEqualTo(2);
            assertThat(document.render(2).width()).isEqualTo(1300);
            assertThat(isBlack(document.render(2), 0.9, 0.1)).isTrue();
            assertThat(document.render(1).height()).isEqualTo(1100);
        }
    }

    @Test
    void aDamagedPageOfATiffCostsNoOther() throws DocumentException {
        byte[] tiff = AnImage.tiff(
                new TiffPage(1000, 1100), new TiffPage(1000, 1100).with(273, 99_000_000), new TiffPage(1000, 1100));
        try (OpenDocument document = open(tiff)) {
            assertThatThrownBy(() -> document.render(2))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("the image is damaged");
            assertThat(document.broken()).isFalse();
            assertThat(document.render(3).ink().pixels()).isPositive();
        }
    }

    @Test
    void pagesInACircleAreReadOnce() throws DocumentException {
        try (OpenDocument document = open(AnImage.tiff(0, new TiffPage(1000, 1100), new TiffPage(1000, 1100)))) {
            assertThat(document.pages()).isEqualTo(2);
        }
    }

    @Test
    void morePagesThanTheLimitAreRefused() {
        TiffPage[] pages = new TiffPage[11];
        Arrays.setAll(pages, i -> new TiffPage(10, 10));
        assertFails(AnImage.tiff(pages), ErrorClass.TOO_LARGE, "more than 10 pages");
    }

    @Test
    void aStatedResolutionGivesTheSizeOnPaper() throws DocumentException {
        byte[] png = AnImage.withPixelsPerMetre(AnImage.written(AnImage.marked(1654, 2339), "png"), 7874);
        try (OpenDocument document = open(png)) {
            assertThat(document.facts(1).width()).isCloseTo(595.4f, within(0.2f));
            assertThat(document.facts(1).height()).isCloseTo(842, within(0.2f));
            PageImage page = document.render(1);
            assertThat(page.height()).isEqualTo(2000);
            assertThat(page.pointsPerPixel() * 2000).isCloseTo(842, within(0.2f));
        }
    }

    @Test
    void theResolutionOfAScreenIsNotBelieved() throws DocumentException {
        byte[] png = AnImage.withPixelsPerMetre(AnImage.written(AnImage.marked(1500, 2000), "png"), 2835);
        try (OpenDocument document = open(png)) {
            assertThat(document.facts(1).height()).isCloseTo(841.7f, within(0.2f));
        }
        try (OpenDocument document = open(AnImage.written(AnImage.marked(192, 96), "png"))) {
            assertThat(document.facts(1).width()).isCloseTo(144, within(0.2f));
        }
    }

    @Test
    void theFlatPixelsOfAFaxBecomeSquare() throws DocumentException {
        PageImage page = render(AnImage.tiff(new TiffPage(1728, 1078).withDpi(204, 98)));
        assertThat(page.height()).isEqualTo(2000);
        assertThat(page.width()).isBetween(1535, 1545);
        assertThat(isBlack(page, 0.24, 0.24)).isTrue();
        assertThat(isBlack(page, 0.26, 0.24)).isFalse();
    }

    @Test
    void aLargeImageIsAveragedDown() throws DocumentException {
        BufferedImage stripes = AnImage.marked(2000, 3000);
        for (int y = 1500; y < 3000; y++) {
            for (int x = 0; x < 2000; x += 2) {
                stripes.setRGB(x, y, 0);
            }
        }
        PageImage page = render(AnImage.written(stripes, "png"));
        assertThat(page.height()).isEqualTo(2000);
        assertThat(page.image().getRGB(700, 1500) & 0xff).isBetween(80, 175);
    }

    @Test
    void gigapixelsAreRefusedBeforeTheyAreDecoded() {
        byte[] png = APdf.bytes(APdf.hex("89504e470d0a1a0a 0000000d 49484452 0000ea60 0000ea60 08 02 000000 00000000"));
        assertFails(png, ErrorClass.TOO_LARGE, "60,000 x 60,000 pixels (limit: 10,000,000 pixels)");
        byte[] jpeg = APdf.bytes(APdf.hex("ffd8 ffc0 0011 08 ea60 ea60 03 012200 021101 031101 ffda"));
        assertFails(jpeg, ErrorClass.TOO_LARGE, "JPEG image of 60,000 x 60,000");
        byte[] jpx = APdf.bytes(APdf.hex("ff4f ff51 0029 0000 0000ea60 0000ea60") + "\0".repeat(40));
        assertFails(jpx, ErrorClass.TOO_LARGE, "JPEG 2000 image of 60,000 x 60,000");
        assertFails(
                AnImage.tiff(new TiffPage(10, 10).with(256, 60_000).with(257, 60_000)),
                ErrorClass.TOO_LARGE,
                "60,000 x 60,000 pixels");
        assertFails(
                AnImage.tiff(new TiffPage(10, 10).with(322, 60_000).with(323, 60_000)),
                ErrorClass.TOO_LARGE,
                "Tile of an image of 60,000 x 60,000 pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "bmp", "gif"})
    void aCutImageIsCorrupt(String format) {
        byte[] whole = AnImage.written(noise(), format);
        assertFails(Arrays.copyOf(whole, whole.length / 2), ErrorClass.CORRUPT, "the image is damaged");
        assertFails(Arrays.copyOf(whole, 12), ErrorClass.CORRUPT, "damaged");
    }

    @Test
    void aCutJpegSaysThatSomethingIsLost() throws DocumentException {
        byte[] whole = AnImage.written(noise(), "jpeg");
        assertThat(render(Arrays.copyOf(whole, whole.length / 2)).warnings())
                .anyMatch(warning -> warning.startsWith("Some of the image is lost"));
        assertFails(Arrays.copyOf(whole, 600), ErrorClass.CORRUPT, "damaged");
    }

    @Test
    void aKindThatNoDecoderKnowsIsNamed() {
        assertFails(
                AnImage.tiff(new TiffPage(10, 10).with(259, 34_712)),
                ErrorClass.UNDECODABLE,
                "no decoder reads this kind of TIFF image");
        assertFails(APdf.bytes("II+\0\b\0\0\0"), ErrorClass.UNSUPPORTED_FORMAT, "BigTIFF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "tiff", "bmp", "gif"})
    void whateverIsChangedInAFileItEndsAsAPageOrAsAReason(String format) {
        byte[] whole = AnImage.written(noise(), format);
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            byte[] changed = whole.clone();
            for (int i = 0; i < 1 + round / 4; i++) {
                int within = round % 2 == 0 ? Math.min(200, changed.length) : changed.length;
                changed[8 + random.nextInt(within - 8)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(render(changed).width()).isPositive();
            } catch (DocumentException e) {
                assertThat(e).message().isNotBlank();
            }
        }
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }
}
