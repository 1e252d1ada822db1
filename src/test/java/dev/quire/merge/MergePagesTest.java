package dev.quire.merge;

import static dev.quire.merge.APage.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Figure;
import dev.quire.document.FinishReason;
import dev.quire.merge.Issue.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergePagesTest {

    private static final Path GUIDE = Path.of("docs/merging.md");

    private final MergePages merge = new MergePages("<!-- page {page} -->");

    @Test
    void aSeparatorStandsWhereAPageBegins() {
        assertThat(merged("# One\n\nIt ends here, and nothing runs on.", "# Two"))
                .isEqualTo("# One\n\nIt ends here, and nothing runs on.\n\n<!-- page 2 -->\n\n# Two");
    }

    @Test
    void aParagraphThatRunsOverThePageBorderIsJoined() {
        assertThat(merged("The tenant shall pay the rent", "in advance on the first day."))
                .isEqualTo("The tenant shall pay the rent <!-- page 2 -->in advance on the first day.");
    }

    @Test
    void aSeparatorThatCanBeSeenStandsBehindWhatIsJoined() {
        assertThat(new MergePages("---")
                        .merge(List.of(
                                PageContent.of(1, "The tenant shall pay the rent"),
                                PageContent.of(2, "in advance on the first day.\n\nNext.")))
                        .markdown())
                .isEqualTo("The tenant shall pay the rent in advance on the first day.\n\n---\n\nNext.");
    }

    @Test
    void aFigureKeepsItsPlaceAndTextGoesOnAroundIt() {
        List<Block> blocks = List.of(
                new Block(Block.Type.TEXT, new Box(0, 0, 90, 90), "The tenant shall pay the rent", Float.NaN),
                new Block(Block.Type.FIGURE, new Box(10, 600, 90, 700), "", Float.NaN),
                new Block(Block.Type.CAPTION, new Box(10, 710, 90, 720), "Figure 1", Float.NaN));
        PageContent page = new PageContent(
                1,
                "The tenant shall pay the rent\n\n<!-- figure 1 -->\n\nFigure 1",
                null,
                null,
                842,
                blocks,
                List.of());

        assertThat(PageParts.of(page))
                .extracting(Part::box)
                .containsExactly(
                        blocks.get(0).box(), blocks.get(1).box(), blocks.get(2).box());
        assertThat(merge.merge(List.of(page, PageContent.of(2, "in advance on the first day.")))
                        .markdown())
                .isEqualTo("""
                        The tenant shall pay the rent <!-- page 2 -->in advance on the first day.

                        <!-- figure 1 -->

                        Figure 1""");
    }

    @Test
    void pagesOfManyFiguresAndNothingElseAreNotTheSamePage() {
        String figures = IntStream.range(0, 40).mapToObj(Figure::mark).collect(Collectors.joining("\n\n"));

        assertThat(merged(figures, figures)).isEqualTo(figures + "\n\n<!-- page 2 -->\n\n" + figures);
    }

    @Test
    void aGapIsMarkedWhereAPageCouldNotBeReadAndNothingIsJoinedAcrossIt() {
        MergedDocument document = merge.merge(List.of(
                PageContent.of(1, "The tenant shall pay the rent and all"),
                PageContent.failed(2, "RENDER_TIMEOUT"),
                PageContent.of(3, "third parties agree.")));

        assertThat(document.markdown()).isEqualTo("""
                        The tenant shall pay the rent and all

                        <!-- page 2 -->

                        <!-- page 2 was not read: RENDER_TIMEOUT -->

                        <!-- page 3 -->

                        third parties agree.""");
        assertThat(document.issues())
                .containsExactly(new Issue(Issue.Type.MISSING_PAGE, Severity.ERROR, 2, "RENDER_TIMEOUT", false));
    }

    @Test
    void aDocumentThatCouldNotBeOpenedSaysSo() {
        MergedDocument document = merge.merge(List.of(PageContent.failed(0, "ENCRYPTED")));

        assertThat(document.markdown()).isEqualTo("<!-- the document was not read: ENCRYPTED -->");
        assertThat(document.type()).isNull();
        assertThat(document.strategy()).isEqualTo(Strategy.PLAIN);
    }

    @Test
    void aBookIsSequentialAPriceListStructuredAndAReportMixed() {
        List<List<String>> prices = List.of(List.of("Part", "Price"), List.of("Bolt of steel, ten pieces", "2.40"));
        String prose = "The parties agree that the rent is paid in advance. ".repeat(3);

        assertThat(merge.merge(List.of(page(1).text(prose).content())).type()).isEqualTo(DocumentType.SEQUENTIAL);
        assertThat(merge.merge(List.of(page(1).table(prices).content())).type()).isEqualTo(DocumentType.STRUCTURED);
        assertThat(merge.merge(List.of(page(1).text(prose).table(prices).content()))
                        .type())
                .isEqualTo(DocumentType.MIXED);
    }

    @Test
    void whatRulesWouldLoseIsLeftAsPlainPagesAndToldSo() {
        // Pages of one short line at the foot: taken for running lines, nothing would be left
        List<PageContent> pages = IntStream.rangeClosed(1, 9)
                .mapToObj(number ->
                        page(number).footer("A short line at the foot").content())
                .toList();

        MergedDocument document = merge.merge(pages);

        assertThat(document.strategy()).isEqualTo(Strategy.PLAIN);
        assertThat(document.markdown()).contains("A short line at the foot");
    }

    @Test
    void noLetterIsLostThatNoIssueNames() {
        String text = "Sentence %d of a text that fills a page and ends here.";
        List<PageContent> pages = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> page(number)
                        .header("Annual report")
                        .text(text.formatted(number))
                        .text("A paragraph that does not end on page " + number + " but goes on and on and")
                        .footer("Page " + number)
                        .content())
                .toList();

        MergedDocument document = merge.merge(pages);

        IntStream.rangeClosed(1, 20)
                .forEach(number -> assertThat(document.markdown()).contains(text.formatted(number)));
        assertThat(document.markdown()).doesNotContain("Annual report").doesNotContain("Page 7");
        assertThat(document.issues())
                .extracting(Issue::detail)
                .containsExactly("Annual report (20 times, to page 20)", "Page 1 (20 times, to page 20)");
    }

    @Test
    void aPageThatAModelDidNotFinishIsAnError() {
        PageContent page = page(1).text("The text breaks off in the")
                .finished(FinishReason.LENGTH)
                .content();

        assertThat(merge.merge(List.of(page)).issues())
                .containsExactly(new Issue(Issue.Type.INCOMPLETE_PAGE, Severity.ERROR, 1, "LENGTH", false));
    }

    @Test
    void theNumberOfIssuesIsBounded() {
        List<PageContent> pages = IntStream.rangeClosed(1, 1_000)
                .mapToObj(number -> PageContent.failed(number, "CORRUPT"))
                .toList();

        List<Issue> issues = merge.merge(pages).issues();

        assertThat(issues).hasSize(201);
        assertThat(issues.get(200).detail()).isEqualTo("and 800 more issues");
    }

    @Test
    void theExampleInTheGuideIsTrue() throws IOException {
        MergedDocument document = merge.merge(List.of(
                page(1).text("The lessee pays the rent in advance. It is due on the first day of each mon-")
                        .low("1 See the law of 1911.")
                        .footer("Lease of a house 7")
                        .content(),
                page(2).text("th, wherever the lessee stays.")
                        .footer("Lease of a house 8")
                        .content(),
                page(3).text("This is a third page.")
                        .footer("Lease of a house 9")
                        .content()));

        String guide = Files.readString(GUIDE);
        assertThat(guide).contains(document.markdown().replace("\n\n<!-- page 3 -->\n\nThis is a third page.", ""));
        Issue issue = document.issues().get(0);
        assertThat(guide)
                .contains("(%s, %s, %d, \"%s\", %s)"
                        .formatted(issue.type(), issue.severity(), issue.page(), issue.detail(), issue.repaired()));
    }

    @Test
    void everyTypeOfIssueIsExplained() throws IOException {
        String guide = Files.readString(GUIDE);

        assertThat(guide)
                .contains(Stream.of(Issue.Type.values())
                        .map(type -> "| `%s` | %s |".formatted(type, type.meaning()))
                        .toList());
    }

    private String merged(String... pages) {
        return merge.merge(IntStream.range(0, pages.length)
                        .mapToObj(i -> PageContent.of(i + 1, pages[i]))
                        .toList())
                .markdown();
    }
}
