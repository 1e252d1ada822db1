package dev.quire.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/tables.md describes the tables as the code writes them; run main to write it anew. */
class TablesDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/tables.md");
    private static final String BEGIN = "## `pages`";

    @Test
    void theDocumentDescribesEveryColumn() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(text());
    }

    public static void main(String[] arguments) throws IOException {
        String document = Files.readString(DOCUMENT);
        Files.writeString(DOCUMENT, document.substring(0, document.indexOf(BEGIN)) + text());
    }

    private static String text() {
        return String.join(
                "\n",
                PageRows.COLUMNS.markdown(),
                DocumentRows.COLUMNS.markdown(),
                RunTable.COLUMNS.markdown(),
                CostTable.COLUMNS.markdown(),
                PlanTable.COLUMNS.markdown());
    }
}
