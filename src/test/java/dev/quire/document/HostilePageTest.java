package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class HostilePageTest {

    private static final String SHOW_IMAGE = "600 0 0 700 0 0 cm /Im Do";
    private static final String IMAGE = "/XObject << /Im 5 0 R >>";
    private static final String FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    private static final String TEXT = " 0 g BT /F1 24 Tf 50 750 Td (legible) Tj ET";

    /** One stream may decode to 64 MB, the least that is ever allowed. */
    private static final DocumentLimits LIMITS =
            new DocumentLimits(500, 1_000_000, 10, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static PageImage render(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), LIMITS)) {
            return document.render(1);
        }
    }

    private static void assertFails(byte[] pdf, ErrorClass errorClass, String message) {
        DocumentException e = catchThrowableOfType(DocumentException.class, () -> render(pdf));
        assertThat(e).hasMessageContaining(message);
        assertThat(e.errorClass()).isEqualTo(errorClass);
    }

    private static String image(int width, int height, String more, String data) {
        return APdf.stream(
                "/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray %s"
                        .formatted(width, height, more),
                data);
    }

    @Test
    void anImageOfGigapixelsIsRefusedBeforeItIsDecoded() {
        assertFails(
                APdf.withContent(IMAGE, SHOW_IMAGE, image(60_000, 60_000, "", "x")),
                ErrorClass.TOO_LARGE,
                "60,000 x 60,000 pixels (limit: 1,000,000 pixels)");
    }

    @Test
    void soIsItsMask() {
        assertFails(
                APdf.withContent(IMAGE, SHOW_IMAGE, image(1, 1, "/SMask 6 0 R", "x"), image(50_000, 50_000, "", "x")),
                ErrorClass.TOO_LARGE,
                "Mask of an image");
    }

    @Test
    void soIsAnImageWithinTheTextOfThePage() {
        assertFails(
                APdf.withContent("", "9 0 0 9 0 0 cm BI /W 90000 /H 90000 /BPC 1 /CS /G ID x EI"),
                ErrorClass.TOO_LARGE,
                "Inline image of 90,000 x 90,000 pixels");
    }

    @Test
    void theSizeInAnImagesOwnHeaderCounts() {
        String jbig2 = APdf.hex("00000000 30 00 01 00000013 0000ea60 0000ea60 00000000 00000000 00 0000");
        assertFails(
                APdf.withContent(IMAGE, SHOW_IMAGE, image(9, 9, "/Filter /JBIG2Decode", jbig2)),
                ErrorClass.TOO_LARGE,
                "JBIG2 image of 60,000 x 60,000");
        String jpx = APdf.hex("ff4f ff51 0029 0000 0000ea60 0000ea60") + "\0".repeat(40);
        assertFails(
                APdf.withContent(IMAGE, SHOW_IMAGE, image(9, 9, "/Filter /JPXDecode", jpx)),
                ErrorClass.TOO_LARGE,
                "JPEG 2000 image of 60,000 x 60,000");
        String jpeg = APdf.hex("ffd8 ffc0 0011 08 ea60 ea60 03") + "\0".repeat(40);
        assertFails(
                APdf.withContent(IMAGE, SHOW_IMAGE, image(9, 9, "/Filter /DCTDecode", jpeg)),
                ErrorClass.TOO_LARGE,
                "JPEG image of 60,000 x 60,000");
    }

    @Test
    void compressedDataThatSwellsIsCutOff() {
        String bomb = APdf.zeros(
                "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray",
                100L << 20);
        assertFails(APdf.withContent(IMAGE, SHOW_IMAGE, bomb), ErrorClass.TOO_LARGE, "more than 64 MB");
        byte[] contents = APdf.withPage("/MediaBox [0 0 99 99] /Contents [5 0 R]", "", APdf.zeros("", 100L << 20));
        assertFails(contents, ErrorClass.TOO_LARGE, "more than 64 MB");
    }

    @Test
    void anImageThatCannotBeDecodedIsNoBlankPage() {
        String broken = image(9, 9, "/Filter /JPXDecode", APdf.hex("ff4f ff52") + "nonsense");
        assertFails(APdf.withContent(IMAGE, SHOW_IMAGE, broken), ErrorClass.UNDECODABLE, "Page 1 shows nothing");
        String unknown = image(9, 9, "/Filter /NewDecode", "x");
        assertFails(APdf.withContent(IMAGE, SHOW_IMAGE, unknown), ErrorClass.UNDECODABLE, "NewDecode");
    }

    @Test
    void besideTextItIsAWarning() throws DocumentException {
        PageImage image = render(APdf.withContent(
                IMAGE + FONT, "q " + SHOW_IMAGE + " Q" + TEXT, image(9, 9, "/Filter /JPXDecode", "nonsense")));
        assertThat(image.ink().pixels()).isPositive();
        assertThat(image.warnings()).isNotEmpty().anyMatch(warning -> warning.contains("/Im could not be drawn"));
    }

    @Test
    void damagedContentIsNoBlankPage() {
        String damaged = APdf.stream("/Filter /FlateDecode", APdf.hex("789c") + "nonsense that inflates to nothing");
        assertFails(
                APdf.withPage("/MediaBox [0 0 99 99] /Contents 5 0 R", "", damaged), ErrorClass.CORRUPT, "is damaged");
    }

    @Test
    void contentThatBreaksOffLeavesAWarningAndNoTrust() throws DocumentException {
        String[] breaks = {"[".repeat(2_000), "<< /A [ ", "(", "[("};
        for (String broken : breaks) {
            assertPartIsMissing(APdf.withContent(FONT, TEXT + "\n" + broken + "\n0 0 9 9 re f" + TEXT), "breaks off");
            assertPartIsMissing(
                    APdf.withContent(
                            "/XObject << /Fm 5 0 R >>" + FONT,
                            TEXT + " /Fm Do",
                            APdf.stream(
                                    "/Type /XObject /Subtype /Form /BBox [0 0 600 700]",
                                    "0 0 9 9 re f\n" + broken + "\n0 0 99 99 re f")),
                    "breaks off");
        }
    }

    @Test
    void soDoesCompressedContentThatIsDamagedHalfWay() throws DocumentException {
        byte[] packed = deflated(TEXT.repeat(1_000) + " 0 0 99 99 re f");
        String cut = new String(packed, 0, packed.length / 2, StandardCharsets.ISO_8859_1);
        assertPartIsMissing(withPacked(cut), "damaged");
        packed[packed.length - 1] ^= 1;
        assertPartIsMissing(withPacked(new String(packed, StandardCharsets.ISO_8859_1)), "damaged");
    }

    @Test
    void aCommentAtTheEndIsNoPart() throws DocumentException {
        PageImage image = render(APdf.withContent(FONT, TEXT + " % f and S and Do \n"));
        assertThat(image.warnings()).noneMatch(warning -> warning.contains("missing"));
    }

    @Test
    void aChecksumThatIsCutOffCostsNothing() throws DocumentException {
        byte[] packed = deflated(TEXT);
        String cut = new String(packed, 0, packed.length - 3, StandardCharsets.ISO_8859_1);
        assertThat(render(withPacked(cut)).warnings()).noneMatch(warning -> warning.contains("missing"));
    }

    @Test
    void aPageOfADamagedFileIsNotTakenForBlank() {
        byte[] skipped = APdf.withObjects(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /A wrong >>");
        assertFails(skipped, ErrorClass.CORRUPT, "the file is damaged (no object at byte");
        byte[] broken = APdf.withObjects(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources 4 0 R >>",
                "%");
        assertFails(broken, ErrorClass.CORRUPT, "the file is damaged (");
    }

    @Test
    void contentThatIsNoContentIsNoBlankPage() {
        assertFails(
                APdf.withContent("", "q garbage in here Q"),
                ErrorClass.CORRUPT,
                "\"garbage\" in its content is no operator");
    }

    private static byte[] withPacked(String content) {
        return APdf.withPage(
                "/MediaBox [0 0 612 792] /Resources << %s >> /Contents 5 0 R".formatted(FONT),
                "",
                APdf.stream("/Filter /FlateDecode", content));
    }

    private static byte[] deflated(String content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(APdf.bytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static void assertPartIsMissing(byte[] pdf, String why) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), LIMITS)) {
            assertThat(document.textLayer(1).trust()).isEqualTo(TextTrust.UNREADABLE);
            PageImage image = document.render(1);
            assertThat(image.ink().pixels()).isPositive();
            assertThat(image.warnings())
                    .anyMatch(warning -> warning.startsWith("A part is missing") && warning.contains(why));
        }
    }

    @Test
    void aPageThatIsMeantToBeBlankIsFine() throws DocumentException {
        PageImage image = render(APdf.withContent(FONT, "BT /F1 9 Tf (   ) Tj ET"));
        assertThat(image.ink().pixels()).isZero();
        assertThat(image.warnings()).isEmpty();
    }

    @Test
    void formsPatternsAndGlyphsThatDrawThemselvesEnd() throws DocumentException {
        String form = APdf.stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 600 700] /Group << /S /Transparency >> /Resources << /XObject << /Im 5 0 R >> >>",
                "/Im Do");
        render(APdf.withContent(IMAGE, "/Im Do", form));
        String pattern = APdf.stream(
                "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << /Pattern << /P 5 0 R >> >>",
                "/Pattern cs /P scn 0 0 9 9 re f");
        render(APdf.withContent(
                FONT + "/Pattern << /P 5 0 R >>", "/Pattern cs /P scn 0 0 600 700 re f" + TEXT, pattern));
        String glyphs =
                "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /Resources << /Font << /F 5 0 R >> >> >>";
        assertFails(
                APdf.withContent(
                        "/Font << /F 5 0 R >>",
                        "BT /F 9 Tf (a) Tj ET",
                        glyphs,
                        APdf.stream("", "1 0 d0 BT /F 1 Tf (a) Tj ET")),
                ErrorClass.CORRUPT,
                "Glyphs within glyphs");
    }

    @Test
    void aPatternWithACellOfAnySizeFits() throws DocumentException {
        String pattern = APdf.stream(
                "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1e9 1e9] /XStep 1e9 /YStep 1e9 /Resources << /XObject << /Im 6 0 R >> >>",
                "/Im Do 0 0 5 5 re f");
        String group = APdf.stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 1e9 1e9] /Group << /S /Transparency >>", "0 0 9 9 re f");
        assertFails(
                APdf.withContent("/Pattern << /P 5 0 R >>", "/Pattern cs /P scn 0 0 99 99 re f", pattern, group),
                ErrorClass.TOO_LARGE,
                "transparent layers");
    }

    @Test
    void nestingWithoutEndIsDamage() {
        assertFails(APdf.withContent(FONT, "[".repeat(200_000) + TEXT), ErrorClass.CORRUPT, "breaks off");
    }

    @Test
    void aPagePastItsTimeFailsAndTheDocumentMustBeOpenedAgain() throws DocumentException {
        String[] forms = new String[12];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = APdf.stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 600 700] /Resources << /XObject << /Im %d 0 R >> >>"
                            .formatted(i + 6),
                    "/Im Do ".repeat(20));
        }
        DocumentLimits brief =
                new DocumentLimits(500, 1_000_000, 10, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(300));
        BytesInMemory file = BytesInMemory.of(APdf.withContent(IMAGE, "/Im Do", forms));
        try (OpenDocument document = Documents.open(file, brief)) {
            assertThatThrownBy(() -> document.render(1))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("ran past its time limit");
            assertThat(document.broken()).isTrue();
            assertThatThrownBy(() -> document.render(1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
