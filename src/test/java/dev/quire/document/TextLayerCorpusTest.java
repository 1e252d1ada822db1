package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check against labelled pages of real files, where they are at hand: {@code ../shared/corpus}. */
class TextLayerCorpusTest {

    private static final Path CORPUS = Path.of("../shared/corpus");

    /** Fonts that lack the characters which are printed. */
    private static final String[] UNDETECTED = {"bad/pymupdf_has-bad-fonts.pdf"};

    @Test
    void wrong_text_layers_are_not_trusted_and_few_good_ones_are_not() throws IOException, DocumentException {
        assumeTrue(Files.isDirectory(CORPUS), "No corpus at " + CORPUS);

        List<TextLayerLabels.Judged> pages = TextLayerLabels.judge(CORPUS);

        assertThat(pages)
                .filteredOn(page -> !page.trust() && page.check().trusted())
                .extracting(TextLayerLabels.Judged::file)
                .containsOnly(UNDETECTED);
        assertThat(pages.stream()
                        .filter(page -> page.trust() && page.check().trusted())
                        .count())
                .isGreaterThan(85
                        * pages.stream().filter(TextLayerLabels.Judged::trust).count()
                        / 100);
    }
}
