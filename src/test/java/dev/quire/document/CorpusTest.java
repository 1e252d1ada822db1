package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quire.testing.FileOnDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real files, good and hostile, where they are at hand: {@code ../shared/corpus}, which no clone brings along. */
class CorpusTest {

    private static final Path CORPUS = Path.of("../shared/corpus");
    private static final int PAGES = 1;

    private static final DocumentLimits LIMITS =
            new DocumentLimits(1_000, 120_000_000, 100_000, 128L << 20, Duration.ofSeconds(20), Duration.ofSeconds(8));

    /** Shows nothing in other readers either, though a character or an image is on it. */
    private static final List<String> BLANK = List.of("poppler-90-0-fuzzed");

    @TestFactory
    Stream<DynamicTest> every_file_ends_as_a_page_or_as_a_reason() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "No corpus at " + CORPUS);
        return Stream.of("bad", "born_digital", "scanned")
                .map(CORPUS::resolve)
                .flatMap(CorpusTest::files)
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> read(file)));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pdfs = files.filter(file -> file.toString().endsWith(".pdf"))
                    .sorted()
                    .toList();
            return pdfs.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file) throws IOException {
        try (OpenDocument document = Documents.open(FileOnDisk.of(file), LIMITS)) {
            for (int page = 1; page <= Math.min(PAGES, document.pages()) && !document.broken(); page++) {
                readPage(document, page, file);
            }
        } catch (DocumentException e) {
            assertThat(e).message().isNotBlank();
        }
    }

    private static void readPage(OpenDocument document, int page, Path file) {
        try {
            PageFacts facts = document.facts(page);
            PageImage image = document.render(page);
            boolean shows = image.ink().pixels() > 0;
            boolean mayBeBlank = BLANK.stream().anyMatch(name -> file.toString().contains(name));
            assertThat(shows || mayBeBlank || (facts.characters() == 0 && facts.images() == 0))
                    .as("page %s shows something", page)
                    .isTrue();
        } catch (DocumentException e) {
            assertThat(e).message().isNotBlank();
        }
    }
}
