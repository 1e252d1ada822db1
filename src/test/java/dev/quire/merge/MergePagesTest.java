package dev.quire.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MergePagesTest {

    private final MergePages merge = new MergePages("<!-- page {page} -->");

    @Test
    void aSeparatorStandsWhereAPageBegins() {
        assertThat(merge("# One\n\nIt ends here.", "# Two"))
                .isEqualTo("# One\n\nIt ends here.\n\n<!-- page 2 -->\n\n# Two");
    }

    @Test
    void aParagraphThatRunsOverThePageBorderIsJoined() {
        assertThat(merge("The tenant shall pay the rent", "in advance on the first day."))
                .isEqualTo("The tenant shall pay the rent <!-- page 2 -->in advance on the first day.");
    }

    @Test
    void aWordCutByAHyphenIsJoined() {
        assertThat(merge("The parties agree on the arbi-", "tration in Geneva."))
                .isEqualTo("The parties agree on the arbi<!-- page 2 -->tration in Geneva.");
    }

    @Test
    void chineseIsJoinedWithoutASpace() {
        assertThat(merge("甲方应当在收到货物之日起三十个工作日内按照本合同第五条的约定支付全部", "货款。"))
                .isEqualTo("甲方应当在收到货物之日起三十个工作日内按照本合同第五条的约定支付全部<!-- page 2 -->货款。");
    }

    @Test
    void headingsListsAndTablesDoNotRunOn() {
        assertThat(MergePages.runsOn("a line that is long enough to be open", "- item"))
                .isFalse();
        assertThat(MergePages.runsOn("| a cell of a long table row | another |", "continued"))
                .isFalse();
        assertThat(MergePages.runsOn("a line that is long enough to be open", "# heading"))
                .isFalse();
        assertThat(MergePages.runsOn("17", "of the said contract")).isFalse();
    }

    @Test
    void aGapIsMarkedWhereAPageCouldNotBeRead() {
        String merged = merge.merge(List.of(
                new PageContent(1, "First.", null),
                new PageContent(2, "", "RENDER_TIMEOUT"),
                new PageContent(3, "third", null)));

        assertThat(merged).isEqualTo("""
                        First.

                        <!-- page 2 -->

                        <!-- page 2 was not read: RENDER_TIMEOUT -->

                        <!-- page 3 -->

                        third""");
    }

    @Test
    void aDocumentThatCouldNotBeOpenedSaysSo() {
        assertThat(merge.merge(List.of(new PageContent(0, "", "ENCRYPTED"))))
                .isEqualTo("<!-- the document was not read: ENCRYPTED -->");
    }

    private String merge(String first, String second) {
        return merge.merge(List.of(new PageContent(1, first, null), new PageContent(2, second, null)));
    }
}
