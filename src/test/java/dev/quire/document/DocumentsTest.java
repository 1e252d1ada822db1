package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

    private static OpenDocument open(byte[] file) throws DocumentException {
        return Documents.open(BytesInMemory.of(file), DocumentLimits.DEFAULT);
    }

    private static DocumentException failure(ByteSource source) {
        return catchThrowableOfType(
                DocumentException.class,
                () -> Documents.open(source, DocumentLimits.DEFAULT).close());
    }

    private static void assertFails(byte[] file, ErrorClass errorClass, String message) {
        DocumentException e = failure(BytesInMemory.of(file));
        assertThat(e).hasMessageContaining(message);
        assertThat(e.errorClass()).isEqualTo(errorClass);
    }

    @Test
    void aPdfOpensWithAllItsPages() throws DocumentException {
        try (OpenDocument document = open(APdf.withPages("one", "two", "three"))) {
            assertThat(document.format()).isEqualTo("pdf");
            assertThat(document.pages()).isEqualTo(3);
            assertThat(document.warnings()).isEmpty();
            assertThat(document.broken()).isFalse();
        }
    }

    @Test
    void junkBeforeTheHeaderDoesNotMatter() throws DocumentException {
        byte[] pdf = APdf.withPages("one");
        byte[] junked = new byte[pdf.length + 900];
        Arrays.fill(junked, (byte) '#');
        System.arraycopy(pdf, 0, junked, 900, pdf.length);
        try (OpenDocument document = open(junked)) {
            assertThat(document.pages()).isEqualTo(1);
        }
    }

    @Test
    void aFileWithoutContentIsEmpty() {
        assertFails(new byte[0], ErrorClass.EMPTY, "0 bytes");
    }

    static List<Arguments> otherFormats() {
        return List.of(
                arguments("PK\3\4......word/document.xml", "Word document"),
                arguments("PK\3\4......other", "ZIP"),
                arguments("RIFF....WEBPVP8 ", "WebP"),
                arguments("Dear Sir or Madam", "plain text"),
                arguments("<html><body>404</body></html>", "HTML"),
                arguments("\1\2\3\4\5\6", "not a format"));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void anotherFormatIsNamed(String content, String name) {
        assertFails(APdf.bytes(content), ErrorClass.UNSUPPORTED_FORMAT, name);
    }

    @Test
    void aHeaderAloneIsNoDocument() {
        assertFails(APdf.bytes("%PDF-1.7\n%%EOF\n"), ErrorClass.CORRUPT, "damaged");
    }

    @Test
    void aPasswordIsAskedForAndTaken() throws DocumentException {
        byte[] locked = APdf.withPassword("geheim", "secret");
        assertFails(locked, ErrorClass.ENCRYPTED, "password");
        try (OpenDocument document = Documents.open(BytesInMemory.of(locked), DocumentLimits.DEFAULT, "geheim")) {
            assertThat(document.render(1).ink().pixels()).isPositive();
        }
    }

    @Test
    void anOwnerPasswordAloneDoesNotKeepFromReading() throws DocumentException {
        try (OpenDocument document = open(APdf.withPassword("", "text"))) {
            assertThat(document.facts(1).characters()).isEqualTo(4);
        }
    }

    @Test
    void aCertificateCannotBeGiven() {
        byte[] file = new String(
                        APdf.withObjects(
                                "<< /Type /Catalog >>", "<< /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>"),
                        StandardCharsets.ISO_8859_1)
                .replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 2 0 R")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertFails(file, ErrorClass.ENCRYPTED, "certificates");
    }

    @Test
    void theSourceIsClosedWithTheDocumentAndWhenOpeningFails() throws DocumentException {
        BytesInMemory good = BytesInMemory.of(APdf.withPages("one"));
        Documents.open(good, DocumentLimits.DEFAULT).close();
        assertThat(good.closed()).isEqualTo(1);
        BytesInMemory bad = BytesInMemory.of("Dear Sir");
        failure(bad);
        assertThat(bad.closed()).isEqualTo(1);
    }

    @Test
    void whatTheStoreSaysIsToldApartFromDamage() {
        assertThat(failure(new Refusing(new AccessDeniedException("bucket"))).errorClass())
                .isEqualTo(ErrorClass.ACCESS_DENIED);
        assertThat(failure(new Refusing(new IOException("503"))).errorClass()).isEqualTo(ErrorClass.NETWORK);
        assertThat(failure(new Refusing(new FileNotFoundException("gone"))).errorClass())
                .isEqualTo(ErrorClass.CHANGED);
    }

    /** A store that does not deliver. */
    private record Refusing(IOException reason) implements ByteSource {

        @Override
        public String name() {
            return "refused.pdf";
        }

        @Override
        public long length() {
            return 1000;
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            throw reason;
        }

        @Override
        public void close() {}
    }
}
