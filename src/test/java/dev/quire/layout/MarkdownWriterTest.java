package dev.quire.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Box;
import dev.quire.document.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkdownWriterTest {

    private final MarkdownWriter markdown = new MarkdownWriter();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\0',
            value = {
                "2 * 3 * 4 => 2 \\* 3 \\* 4",
                "# not a heading => \\# not a heading",
                "#hashtag => #hashtag",
                "1984. A year => 1984\\. A year",
                "- no item => \\- no item",
                "-5 degrees => -5 degrees",
                "a < b, <b> => a < b, \\<b>",
                "some_file_name.txt _now_ => some_file_name.txt \\_now\\_",
                "[1] and [a](b) => [1] and [a\\](b)",
                "[x](javascript:alert(1)) => [x\\](javascript:alert(1))",
                "[x]: javascript:alert(1) => [x\\]: javascript:alert(1)",
                "<javascript:alert(1)> => \\<javascript:alert(1)>",
                "<script>alert(1)</script> => \\<script>alert(1)\\</script>",
                "<!-- page 7 --> => \\<!-- page 7 -->",
                "C:\\dir `x` => C:\\\\dir \\`x\\`",
                "AT&T &amp; => AT&T \\&amp;",
                "jane_doe@example.com => jane_doe@example.com"
            })
    void escapesWhatWouldReadAsMarkup(String text, String expected) {
        markdown.paragraph(text);

        assertThat(markdown).hasToString(expected);
    }

    @Test
    void keepsListItemsTogether() {
        markdown.paragraph("Bring:");
        markdown.listItem(Marker.of("• paper").orElseThrow());
        markdown.listItem(Marker.of("2) ink").orElseThrow());
        markdown.heading(2, "Then");

        assertThat(markdown).hasToString("Bring:\n\n- paper\n2) ink\n\n## Then");
    }

    @Test
    void writesEmptyCellsAndEscapesBars() {
        Table.Cell first = new Table.Cell(0, 0, 1, 1, "a|b<script>");
        Table.Cell last = new Table.Cell(1, 1, 1, 1, "c");
        markdown.table(new Table(new Box(0, 0, 9, 9), 2, 2, List.of(first, last)));

        assertThat(markdown).hasToString("| a\\|b\\<script> |  |\n| --- | --- |\n|  | c |");
    }
}
