package dev.quire.merge;

import static dev.quire.merge.APage.page;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedParagraphsTest {

    private static final String OPEN = "The parties agree that every dispute about this lease is brought before";

    private final MergePages merge = new MergePages("<!-- page {page} -->");

    @Test
    void aWordCutByAHyphenIsPutTogether() {
        assertThat(merged(page(1).text(OPEN + " the arbi-"), page(2).text("tration court in Geneva.")))
                .isEqualTo(OPEN + " the arbi<!-- page 2 -->tration court in Geneva.");
    }

    @Test
    void aHyphenBeforeACapitalStays() {
        assertThat(merged(page(1).text(OPEN + " the Franco-"), page(2).text("German court in Geneva.")))
                .isEqualTo(OPEN + " the Franco-<!-- page 2 -->German court in Geneva.");
    }

    @Test
    void chineseIsJoinedWithoutASpaceAndWithoutAHyphen() {
        String open = "甲方应当在收到货物之日起三十个工作日内按照本合同第五条的约定支付全部";

        assertThat(merged(page(1).text(open), page(2).text("货款。"))).isEqualTo(open + "<!-- page 2 -->货款。");
        assertThat(merged(page(1).text(open + "货款。"), page(2).text("乙方应当交付货物。")))
                .contains("货款。\n\n<!-- page 2 -->\n\n乙方");
    }

    @Test
    void aLongTextWithoutAnEndGoesOnWithACapital() {
        assertThat(merged(
                        page(1).text(OPEN
                                + " the courts of the city in which the house stands, that is before those of"),
                        page(2).text("Geneva, and before no others.")))
                .contains("those of <!-- page 2 -->Geneva");
    }

    @Test
    void whatIsClosedDoesNotRunOn() {
        assertThat(merged(page(1).text(OPEN + " a court."), page(2).text("it is written in lower case by mistake.")))
                .contains("court.\n\n<!-- page 2 -->\n\nit is");
    }

    @Test
    void anAbbreviationIsNoEnd() {
        assertThat(merged(page(1).text(OPEN + " courts, e.g."), page(2).text("those of Geneva.")))
                .contains("e.g. <!-- page 2 -->those");
    }

    @Test
    void headingsTitlesListsAndTablesDoNotRunOn() {
        assertThat(merged(page(1).text(OPEN), page(2).heading("## on heights"))).contains("\n\n<!-- page 2 -->\n\n##");
        assertThat(merged(page(1).text(OPEN), page(2).text("- an item"))).contains("\n\n<!-- page 2 -->\n\n- an");
        assertThat(merged(page(1).text("LEASE"), page(2).text("of the said house.")))
                .contains("LEASE\n\n<!-- page 2 -->\n\nof");
        assertThat(merged(page(1).text(OPEN), page(2).text("ANNEX A: LIST OF COURTS")))
                .contains("before\n\n<!-- page 2 -->\n\nANNEX");
    }

    @Test
    void anItemGoesOnOnTheNextPage() {
        assertThat(merged(page(1).text("1. " + OPEN), page(2).text("the courts of Geneva.")))
                .isEqualTo("1. " + OPEN + " <!-- page 2 -->the courts of Geneva.");
    }

    @Test
    void aListThatGoesOnIsOneList() {
        assertThat(merged(page(1).text("2. The second item ends."), page(2).text("3. The third item ends.")))
                .isEqualTo("2. The second item ends.\n3. <!-- page 2 -->The third item ends.");
    }

    @Test
    void aFootnoteBetweenBothHalvesFollowsThem() {
        assertThat(merged(page(1).text(OPEN).low("7 See the law of 1911."), page(2).text("the courts of Geneva.")))
                .isEqualTo(OPEN + " <!-- page 2 -->the courts of Geneva.\n\n7 See the law of 1911.");
    }

    @Test
    void aTableWithItsCaptionBetweenBothHalvesFollowsThem() {
        assertThat(merged(
                        page(1).text(OPEN),
                        page(2).text("Table 2: Courts")
                                .table(List.of(List.of("Court", "City"), List.of("First", "Bern")))
                                .text(
                                        "the courts of Geneva. There are three of them, and one is higher than the others are."
                                                + OPEN.repeat(8) + ".")))
                .startsWith(OPEN + " <!-- page 2 -->the courts")
                .contains("Table 2: Courts\n\n| Court");
    }

    @Test
    void aRunningLineBetweenBothHalvesIsNotThere() {
        assertThat(merged(
                        page(1).text(OPEN).footer("1"),
                        page(2).text("the courts of Geneva, and " + OPEN).footer("2"),
                        page(3).text("the courts of Bern.").footer("3")))
                .isEqualTo(OPEN + " <!-- page 2 -->the courts of Geneva, and " + OPEN
                        + " <!-- page 3 -->the courts of Bern.");
    }

    @Test
    void whateverSeparatesPagesAParagraphGoesOnOverAllOfThem() {
        List<PageContent> pages = contents(
                page(1).text(OPEN),
                page(2).text("the courts of Geneva, and " + OPEN),
                page(3).text("the courts of Bern, and " + OPEN),
                page(4).text("the courts of Basle."));
        String joined = OPEN + " the courts of Geneva, and " + OPEN + " the courts of Bern, and " + OPEN
                + " the courts of Basle.";

        assertThat(new MergePages("Page {page}").merge(pages).markdown())
                .isEqualTo(joined + "\n\nPage 2\n\nPage 3\n\nPage 4");
        assertThat(new MergePages("").merge(pages).markdown()).isEqualTo(joined);
    }

    @Test
    void aParagraphGoesOnFromTheLastOneOfAPageWhereSeparatorsStandBehind() {
        List<PageContent> pages = contents(
                page(1).text(OPEN),
                page(2).text("the courts of Geneva.").text("Likewise, " + OPEN),
                page(3).text("the courts of Bern."));

        assertThat(new MergePages("Page {page}").merge(pages).markdown())
                .isEqualTo(OPEN + " the courts of Geneva.\n\nPage 2\n\nLikewise, " + OPEN
                        + " the courts of Bern.\n\nPage 3");
    }

    @Test
    void aParagraphGoesOnInTheNextColumn() {
        assertThat(merged(page(1).text("First.").text(OPEN).second("the courts of Geneva.")))
                .isEqualTo("First.\n\n" + OPEN + " the courts of Geneva.");
    }

    private String merged(APage... pages) {
        return merge.merge(contents(pages)).markdown();
    }

    private static List<PageContent> contents(APage... pages) {
        return Arrays.stream(pages).map(APage::content).toList();
    }
}
