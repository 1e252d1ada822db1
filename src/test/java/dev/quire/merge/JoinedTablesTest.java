package dev.quire.merge;

import static dev.quire.merge.APage.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinedTablesTest {

    private static final List<String> HEAD = List.of("Part", "Price");

    private final MergePages merge = new MergePages("<!-- page {page} -->");

    @Test
    void aTableGoesOnOnTheNextPageWithoutItsRepeatedHead() {
        MergedDocument document = merged(
                page(1).table(List.of(HEAD, List.of("Bolt", "2.40"))),
                page(2).table(List.of(HEAD, List.of("Nut", "0.80"))));

        assertThat(document.markdown()).isEqualTo("""
                | Part | Price |
                | --- | --- |
                | Bolt | 2.40 |
                | <!-- page 2 -->Nut | 0.80 |""");
        assertThat(document.tables()).containsExactly(new MergedDocument.TableSize(1, 3, 2));
        assertThat(document.issues())
                .extracting(Issue::type, Issue::detail)
                .containsExactly(org.assertj.core.api.Assertions.tuple(
                        Issue.Type.TABLE_JOINED,
                        "The table of page 1 goes on: 1 rows, without its repeated head of 1"));
    }

    @Test
    void aTableGoesOnOverThreePagesAndPastALineThatSaysSo() {
        MergedDocument document = merged(
                page(1).table(List.of(HEAD, List.of("Bolt", "2.40"))),
                page(2).text("Table 1 (continued)").table(List.of(HEAD, List.of("Nut", "0.80"))),
                page(3).text("续表").table(List.of(List.of("Washer", "0.10"), List.of("Pin", "0.30"))));

        assertThat(document.tables()).containsExactly(new MergedDocument.TableSize(1, 5, 2));
        assertThat(document.markdown())
                .doesNotContain("continued")
                .doesNotContain("续表")
                .contains("| <!-- page 3 -->Washer | 0.10 |");
    }

    @Test
    void whateverSeparatesPagesATableGoesOnOverAllOfThem() {
        APage[] pages = IntStream.rangeClosed(1, 30)
                .mapToObj(number -> page(number).table(List.of(HEAD, List.of("Bolt " + number, "2.40"))))
                .toArray(APage[]::new);
        List<PageContent> contents = Arrays.stream(pages).map(APage::content).toList();

        for (String separator : List.of("", "---", "<!-- page {page} -->")) {
            assertThat(new MergePages(separator).merge(contents).tables())
                    .containsExactly(new MergedDocument.TableSize(1, 31, 2));
        }
    }

    @Test
    void tablesOfOtherColumnsAndTablesWithTextBetweenStayTwo() {
        assertThat(merged(
                                page(1).table(List.of(HEAD, List.of("Bolt", "2.40"))),
                                page(2).table(List.of(List.of("Part", "Price", "Tax"), List.of("Nut", "0.80", "0.10"))))
                        .tables())
                .hasSize(2);
        assertThat(merged(
                                page(1).table(List.of(HEAD, List.of("Bolt", "2.40"))),
                                page(2).text("Prices of nuts:").table(List.of(HEAD, List.of("Nut", "0.80"))))
                        .tables())
                .hasSize(2);
    }

    @Test
    void cellsThatReachOverColumnsAreWrittenInHtml() {
        MergedDocument document = merged(page(1).table(
                        List.of(List.of("Prices", ""), List.of("Bolt \\*", "2 < 3")),
                        new Table.Cell(0, 0, 1, 2, "Prices")));

        assertThat(document.markdown()).isEqualTo("""
                <table>
                <tr><td colspan="2">Prices</td></tr>
                <tr><td>Bolt *</td><td>2 &lt; 3</td></tr>
                </table>""");
    }

    @Test
    void rowsThatAreTooShortAreFilledAndTold() {
        MergedDocument document = merge.merge(
                List.of(PageContent.of(1, "| Part | Price |\n| --- | --- |\n| Bolt |\n| Nut of brass | 0.80 |")));

        assertThat(document.markdown()).contains("| Bolt |  |");
        assertThat(document.issues()).extracting(Issue::type).containsExactly(Issue.Type.BROKEN_TABLE);
    }

    @Test
    void entriesOfAFormAreKeysAndValues() {
        List<List<String>> table = List.of(HEAD, List.of("Bolt of steel, hundred pieces in a box", "2.40"));

        assertThat(merged(page(1).text("Name: Ada Lovelace")
                                .text("Born: 10 December 1815")
                                .text("City: London")
                                .table(table))
                        .markdown())
                .startsWith("- **Name:** Ada Lovelace\n- **Born:** 10 December 1815\n- **City:** London\n\n|");
    }

    private MergedDocument merged(APage... pages) {
        return merge.merge(Arrays.stream(pages).map(APage::content).toList());
    }
}
