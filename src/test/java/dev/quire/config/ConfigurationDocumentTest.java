package dev.quire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md lists every key as the code knows it; run main to write it anew. */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final String BEGIN = "| key | default | meaning |";

    @Test
    void theDocumentListsEveryKey() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(table());
    }

    public static void main(String[] arguments) throws IOException {
        String text = Files.readString(DOCUMENT);
        Files.writeString(DOCUMENT, text.substring(0, text.indexOf(BEGIN)) + table());
    }

    private static String table() {
        return Settings.all().stream()
                .map(setting -> "| `%s` | `%s` | %s Expected: %s. |%n"
                        .formatted(
                                setting.key(),
                                setting.defaultText(),
                                setting.meaning(),
                                setting.expected().replace("|", "\\|")))
                .collect(Collectors.joining("", BEGIN + "\n|---|---|---|\n", ""));
    }
}
