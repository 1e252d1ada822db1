package dev.quire.merge;

import static dev.quire.merge.APage.page;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningLinesTest {

    private static final String TEXT = "Text of the page that is not short at all.";

    @Test
    void aHeaderInTheSamePlaceOfEveryPageRuns() {
        assertThat(running(3, number -> page(number).header("Lease").text(TEXT)))
                .containsExactly("Lease", "Lease", "Lease");
    }

    @Test
    void theSameWordsInsideOfPagesDoNotRun() {
        assertThat(running(3, number -> page(number).text("Lease").text(TEXT))).isEmpty();
    }

    @Test
    void numbersThatCountPagesRunWhateverTheyCountFrom() {
        assertThat(running(4, number -> page(number).text(TEXT).footer("- " + (number + 16) + " -")))
                .containsExactly("- 17 -", "- 18 -", "- 19 -", "- 20 -");
    }

    @Test
    void romanNumbersCountToo() {
        String[] roman = {"viii", "ix", "x PREFACE", "PREFACE xi", "XII"};

        assertThat(running(5, number -> page(number).text(TEXT).footer(roman[number - 1])))
                .containsExactly(roman);
    }

    @Test
    void numbersThatDoNotCountStay() {
        int[] numbers = {12, 4, 90, 31};

        assertThat(running(4, number -> page(number).text(TEXT).footer("Figure " + numbers[number - 1])))
                .isEmpty();
    }

    @Test
    void oddAndEvenPagesMayHaveOtherLinesAndTheFirstNone() {
        assertThat(running(
                        7,
                        number -> number == 1
                                ? page(1).text(TEXT)
                                : page(number)
                                        .header(number % 2 == 0 ? "The book" : "Its chapter")
                                        .text(TEXT)))
                .containsExactly("The book", "Its chapter", "The book", "Its chapter", "The book", "Its chapter");
    }

    @Test
    void titlesOfChaptersChangeBesideTheNumberOfThePage() {
        assertThat(running(
                        4,
                        number -> page(number)
                                .header(number + " Chapter of page " + "abcd".charAt(number - 1))
                                .text(TEXT)))
                .hasSize(4);
    }

    @Test
    void footnotesThatBeginWithACountingNumberStay() {
        String[] notes = {"1 Smith, p. 7.", "2 The same author in his second book.", "3 Ibid.", "4 Miller, letter."};

        assertThat(running(4, number -> page(number).text(TEXT).footer(notes[number - 1])))
                .isEmpty();
    }

    @Test
    void aMisreadNumberRunsWhereTheOthersStand() {
        String[] read = {"1", "2", "8", "4", "5"};

        assertThat(running(5, number -> page(number).text(TEXT).footer(read[number - 1])))
                .containsExactly(read);
    }

    @Test
    void aHeaderIsFoundThoughLettersAreMisread() {
        String[] read = {"Bericht der Kommission", "Bericht der Kornmission", "Bericht der Kommission"};

        assertThat(running(3, number -> page(number).header(read[number - 1]).text(TEXT)))
                .containsExactly(read);
    }

    @Test
    void aBoxToTickThatStandsAtSeveralFeetByChanceStays() {
        assertThat(running(
                        6,
                        number -> number % 2 == 0
                                ? page(number).text("yes □ no").text(TEXT).footer("yes □ no")
                                : page(number).text("yes □ no").text(TEXT)))
                .isEmpty();
    }

    @Test
    void withoutPositionsTheOutermostLinesAreComparedByTheirWords() {
        String[] texts = {"Rent is due.\n\nIt is high.", "Water comes.\n\nIt is cold.", "Nobody sings.\n\nEver."};
        List<PageContent> pages = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> PageContent.of(number, "Lease\n\n" + texts[number - 1] + "\n\n" + number))
                .toList();

        assertThat(texts(pages)).containsExactly("Lease", "1", "Lease", "2", "Lease", "3");
    }

    @Test
    void printedNumbersAreKnownByPage() {
        List<PageContent> pages = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> page(number)
                        .text(TEXT)
                        .footer("Page " + (number + 9) + " of 80")
                        .content())
                .toList();

        assertThat(found(pages).numbers()).hasToString("{1=10, 2=11, 3=12, 4=13}");
    }

    private static List<String> running(int pages, IntFunction<APage> page) {
        return texts(IntStream.rangeClosed(1, pages)
                .mapToObj(number -> page.apply(number).content())
                .toList());
    }

    private static List<String> texts(List<PageContent> pages) {
        RunningLines running = found(pages);
        return pages.stream()
                .flatMap(page -> PageParts.of(page).stream())
                .filter(running.parts()::contains)
                .map(Part::markdown)
                .toList();
    }

    private static RunningLines found(List<PageContent> pages) {
        return RunningLines.of(pages, pages.stream().map(PageParts::of).toList());
    }
}
