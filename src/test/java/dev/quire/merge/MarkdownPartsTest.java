package dev.quire.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownPartsTest {

    @Test
    void aPageIsCutIntoItsParts() {
        String page = """
                # Title
                Text below it
                on two lines.

                - one
                - two
                  goes on

                | a | b |
                | --- | --- |
                | 1 | 2 |

                ```
                code

                more
                ```
                <table><tr>

                <td>x</td></tr></table>

                ![image](a.png)""";

        assertThat(MarkdownParts.of(1, page))
                .extracting(Part::kind)
                .hasToString("[HEADING, PARAGRAPH, ITEM, ITEM, TABLE, VERBATIM, TABLE, FIGURE]");
    }

    @Test
    void thePartsPutTogetherAreThePage() {
        String page = "# A\n\nText\n\n1. one\n2. two\n\n| a |\n| --- |\n\n\\[ x\n\ny \\]\n\nend";

        List<Part> parts = MarkdownParts.of(1, page);

        assertThat(new Merging(List.of(), parts, new java.util.TreeMap<>(), 0).markdown())
                .isEqualTo(page);
    }
}
