package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;
import org.junit.jupiter.api.Test;

/** Damage that PDFBox passes over with a line in its log: each was found by damaging files at random. */
class DamageTest {

    private static final String CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
    private static final String TREE = "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>";
    private static final String PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>";
    private static final String SHAPE = "9 9 50 50 re f";

    private static OpenDocument open(String pdf) throws DocumentException {
        return Documents.open(BytesInMemory.of(APdf.bytes(pdf)), DocumentLimits.DEFAULT);
    }

    private static String file(String... objects) {
        return new String(APdf.withObjects(objects), StandardCharsets.ISO_8859_1);
    }

    private static List<String> warnings(String pdf) throws DocumentException {
        try (OpenDocument document = open(pdf)) {
            return document.warnings();
        }
    }

    private static void assertIsNotTakenForBlank(String pdf, String why) throws DocumentException {
        try (OpenDocument document = open(pdf)) {
            assertThatThrownBy(() -> document.render(1))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining(why)
                    .extracting("errorClass")
                    .isEqualTo(ErrorClass.CORRUPT);
        }
    }

    @Test
    void aFileWithoutAUsableTableOfItsObjectsSaysSo() throws DocumentException {
        String file = file(CATALOG, TREE, PAGE, PAGE);

        assertThat(warnings(file)).isEmpty();
        assertThat(warnings(file.substring(0, file.indexOf("xref"))))
                .singleElement()
                .asString()
                .contains("its table of objects cannot be read");
        assertThat(warnings(file.replaceFirst("0000000\\d\\d\\d 00000 n", "0000000001 00000 n")))
                .singleElement()
                .asString()
                .contains("objects are not where its table says");
    }

    @Test
    void aPageThatIsLostStillCounts() throws DocumentException {
        String file = file(CATALOG, TREE, PAGE, PAGE).replace("4 0 obj", "4 0 obx");

        assertThat(warnings(file))
                .contains("Claims 2 pages: there are 1", "1 entries of the page tree lead to no page");
        assertIsNotTakenForBlank(file, "objects are not where its table says");
    }

    @Test
    void whatIsNoEntryOfADictionaryIsDamage() throws DocumentException {
        for (String broken : List.of("$Contents 5 0 R /Rotate 0", "/Rotate 0 R /A", "/A << /B 1 x >> /Rotate 0")) {
            String page = PAGE.replace("/MediaBox", broken + " /MediaBox");
            assertIsNotTakenForBlank(
                    file(CATALOG, TREE, page, PAGE, APdf.stream("", SHAPE)), "the file is damaged (no");
        }
        assertThat(warnings(file(CATALOG, TREE, PAGE.replace(">>", "% no end"), PAGE)))
                .anyMatch(warning -> warning.contains("damaged (no"));
    }

    /** Number 6,560 of the damaged files: {@code /Contents$7 0 R}. */
    @Test
    void whatIsNoEntryOfADictionaryInAStreamOfObjectsIsDamage() throws DocumentException {
        String page = PAGE.replace("/MediaBox", "/Contents 5 0 R /MediaBox");
        assertThat(warnings(packed(page))).isEmpty();
        try (OpenDocument document = open(packed(page))) {
            assertThat(document.render(1).ink().isBlank()).isFalse();
        }
        assertIsNotTakenForBlank(packed(page.replace("/Contents 5", "/Contents$5")), "of the objects in stream 6");
    }

    private static String packed(String page) {
        return new String(
                APdf.withPackedObjects(4, CATALOG, TREE, page, PAGE, APdf.stream("", SHAPE)),
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void dictionariesMayHoldWhateverTheyLike() throws DocumentException {
        String all =
                "/A true/B null /C[1 2 R]%/x\n/D(a\\)b)/E<41 4>/F<</G[<<>>[null]false 3 0 R]/H -.5>>/I/J /K 7/L 3 0 R";
        String page = PAGE.replace("/MediaBox", all + "\n/MediaBox");
        assertThat(warnings(file(CATALOG, TREE, page, PAGE))).isEmpty();
        assertThat(warnings(packed(page))).isEmpty();
    }

    @Test
    void aStreamOfAnotherLengthThanItSaysIsDamage() throws DocumentException {
        String file = file(
                CATALOG, TREE, PAGE.replace("/MediaBox", "/Contents 5 0 R /MediaBox"), PAGE, APdf.stream("", "q Q"));

        assertIsNotTakenForBlank(file.replace("/Length 3", "/Length 1"), "the length of the stream at byte");
        try (OpenDocument document = open(file)) {
            assertThat(document.render(1).ink().isBlank()).isTrue();
        }
    }

    @Test
    void dataOfAnyFilterHasToComeToItsEnd() throws Exception {
        for (COSName filter : List.of(COSName.LZW_DECODE, COSName.RUN_LENGTH_DECODE)) {
            String encoded = encoded(filter, (SHAPE + " % a comment of some length\n").repeat(300));
            try (OpenDocument document = open(withContent(filter, encoded))) {
                assertThat(document.render(1).warnings()).isEmpty();
            }
            try (OpenDocument document = open(withContent(filter, encoded.substring(0, encoded.length() / 2)))) {
                assertThat(document.render(1).warnings())
                        .singleElement()
                        .asString()
                        .contains("the compressed data of its content is damaged");
            }
            String spaces = encoded(filter, " ".repeat(1_000));
            assertIsNotTakenForBlank(
                    withContent(filter, spaces.substring(0, spaces.length() / 2)),
                    "the compressed data of its content is damaged");
        }
    }

    private static String withContent(COSName filter, String encoded) {
        return new String(
                APdf.withPage(
                        "/MediaBox [0 0 99 99] /Contents 5 0 R",
                        "",
                        APdf.stream("/Filter /" + filter.getName(), encoded)),
                StandardCharsets.ISO_8859_1);
    }

    private static String encoded(COSName filter, String content) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        FilterFactory.INSTANCE
                .getFilter(filter)
                .encode(new ByteArrayInputStream(APdf.bytes(content)), encoded, new COSDictionary(), 0);
        return encoded.toString(StandardCharsets.ISO_8859_1);
    }
}
