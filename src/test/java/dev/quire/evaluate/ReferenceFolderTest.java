package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("2026/b"));
        Files.writeString(folder.resolve("one.txt"), "plain");
        Files.writeString(folder.resolve("one.jpg.txt"), "of the photograph");
        Files.writeString(folder.resolve("采购 合同.md"), "**marked**");
        Files.writeString(folder.resolve("2026/b/one.txt"), "deeper");
    }

    @Test
    void aTextIsFoundByNameWithOrWithoutTheEnding() throws IOException {
        ReferenceFolder references = new ReferenceFolder(folder);
        assertThat(references.find("s3a://bucket/in/one.pdf")).contains(text("plain"));
        assertThat(references.find("s3a://bucket/in/one.jpg")).contains(text("of the photograph"));
        assertThat(references.find("file:/in/采购 合同.pdf"))
                .contains(new Reference(Reference.Source.FILE, " marked ", "**marked**"));
        assertThat(references.find("file:/in/two.pdf")).isEmpty();
    }

    @Test
    void aTextInFoldersOfTheSameNamesComesFirst() throws IOException {
        assertThat(new ReferenceFolder(folder).find("file:/in/2026/b/one.pdf")).contains(text("deeper"));
        assertThat(new ReferenceFolder(folder).find("file:/in/2025/b/one.pdf")).contains(text("plain"));
    }

    private static Reference text(String text) {
        return new Reference(Reference.Source.FILE, text);
    }

    @Test
    void markdownLosesItsMarks() {
        String markdown = """
                # Offer *No. 7*

                - see [terms](https://example.com)
                1984\\. A year

                | a | b |
                | --- | :-: |
                | 1 | -2 |
                <!-- page 2 -->
                """;
        assertThat(ComparableText.of(ReferenceFolder.plain(markdown)))
                .isEqualTo("Offer No. 7 see terms 1984. A year a b 1 -2");
    }
}
