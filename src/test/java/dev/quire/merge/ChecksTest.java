package dev.quire.merge;

import static dev.quire.merge.APage.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.FinishReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final String LONG = IntStream.range(0, 40)
            .mapToObj(number -> "Sentence " + number + " of a page. ")
            .reduce("", String::concat)
            .strip();

    private final MergePages merge = new MergePages("");

    @Test
    void aPageThatIsThereTwiceIsReplacedByANote() {
        MergedDocument document = merged(page(1).text(LONG), page(2).text("Another page."), page(3).text(LONG));

        assertThat(document.markdown()).isEqualTo(LONG + "\n\nAnother page.\n\n<!-- page 3 has the text of page 1 -->");
        assertThat(issues(document)).containsExactly("REPEATED_PAGE 3 The text of page 1 repaired");
    }

    @Test
    void aParagraphTwiceInARowIsThereOnce() {
        String text = "A paragraph that is long enough not to come twice by accident, as short ones do.";

        MergedDocument document =
                merged(page(1).text(text).text(text).text("No.").text("No."));

        assertThat(document.markdown()).isEqualTo(text + "\n\nNo.\n\nNo.");
        assertThat(document.issues()).extracting(Issue::type).containsExactly(Issue.Type.REPEATED_TEXT);
    }

    @Test
    void whatAModelWroteOverAndOverIsThereOnce() {
        MergedDocument document = merged(
                page(1).text("It begins well. " + "The same again. ".repeat(50).strip())
                        .finished(FinishReason.REPETITION));

        assertThat(document.markdown()).isEqualTo("It begins well. The same again.");
        assertThat(document.issues())
                .extracting(Issue::type)
                .containsExactly(Issue.Type.INCOMPLETE_PAGE, Issue.Type.REPEATED_TEXT);
    }

    @Test
    void printedNumbersThatGoBackOrLeaveOneOutAreTold() {
        int[] printed = {11, 12, 13, 15, 16, 17, 4, 5, 6};
        APage[] pages = IntStream.rangeClosed(1, 9)
                .mapToObj(number -> page(number)
                        .text("Text of page " + number + " is here.")
                        .footer("" + printed[number - 1]))
                .toArray(APage[]::new);

        assertThat(issues(merged(pages)))
                .startsWith("PRINTED_PAGE_MISSING 4 15 follows on 13", "PAGE_ORDER 7 4 follows on 17");
    }

    @Test
    void sectionsThatGoBackAreToldAndThoseThatBeginAnewAreNot() {
        assertThat(issues(merged(page(1).heading("## 2 Scope")
                        .heading("## 2.4 Terms")
                        .heading("## 2.3 Parties")
                        .heading("## 3 Rent")
                        .heading("## 1 Annex"))))
                .containsExactly("SECTION_ORDER 1 2.3 follows on 2.4");
    }

    @Test
    void itemsThatLeaveANumberOutAreTold() {
        assertThat(issues(merged(page(1).text("1. The first item."), page(2).text("2. The second.\n4. The fourth."))))
                .containsExactly("LIST_ORDER 2 4 follows on 2");
    }

    @Test
    void aHeadingThatJumpsIsRaisedWithThoseBesideIt() {
        MergedDocument document = merged(page(1).heading("# Lease")
                .heading("### Parties")
                .heading("### Rent")
                .heading("#### When"));

        assertThat(document.markdown()).isEqualTo("# Lease\n\n## Parties\n\n## Rent\n\n### When");
        assertThat(issues(document)).containsExactly("HEADING_LEVEL 1 3 headings, the first: Parties repaired");
    }

    @Test
    void markupThatAPageLeavesOpenIsClosedThere() {
        MergedDocument document = merge.merge(List.of(
                PageContent.of(1, "Before it.\n\n```\nint code = 1;"), PageContent.of(2, "This is text and no code.")));

        assertThat(document.markdown()).isEqualTo("Before it.\n\n```\nint code = 1;\n```\n\nThis is text and no code.");
        assertThat(document.issues()).extracting(Issue::type).containsExactly(Issue.Type.BROKEN_MARKUP);
    }

    private MergedDocument merged(APage... pages) {
        return merge.merge(Arrays.stream(pages).map(APage::content).toList());
    }

    private static List<String> issues(MergedDocument document) {
        return document.issues().stream()
                .map(issue -> "%s %d %s%s"
                        .formatted(issue.type(), issue.page(), issue.detail(), issue.repaired() ? " repaired" : ""))
                .toList();
    }
}
