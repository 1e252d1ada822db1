package dev.quire.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.config.SplitStrategy;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import dev.quire.document.TextTrust;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostPrior;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SplitDocumentTest {

    private static final CostModel COSTS = CostModel.of(new CostPrior(100, 900, 0), 1);
    private static final double ANY_COST = Double.POSITIVE_INFINITY;
    private static final Outline FOUR_CHAPTERS = outline(1, 1, 5, 1, 12, 1, 20, 1);

    @ParameterizedTest
    @CsvSource({
        "1, true, PAGE",
        "5, true, PAGE",
        "6, true, CHAPTER",
        "50, true, CHAPTER",
        "51, true, DENSITY",
        "5, false, PAGE",
        "6, false, FIXED",
        "50, false, FIXED",
        "51, false, DENSITY"
    })
    void autoGoesByTheNumberOfPages(int pages, boolean chapters, SplitStrategy used) {
        ScannedDocument scanned = document(scans(pages), chapters ? FOUR_CHAPTERS : Outline.NONE);

        assertThat(scanned.strategy(SplitStrategy.AUTO)).isEqualTo(used);
    }

    @ParameterizedTest
    @EnumSource(names = {"FIXED", "CHAPTER", "DENSITY"})
    void pagesThatTakeLongAreCutFinerThanTheirNumberAsks(SplitStrategy asked) {
        List<PageFacts> pages = new ArrayList<>();
        for (int page = 1; page <= 40; page++) {
            pages.add(new PageFacts(page, 595, 842, 0, page <= 20 ? 500 : 9_000, 0, 0));
        }
        double most = 4 * COSTS.taskMillis(COSTS.price(pages.get(39)));

        List<Fragment> fragments =
                new SplitDocument(asked, 10, most, COSTS).split(document(pages, outline(1, 1, 21, 1)));

        assertThat(fragments).allMatch(fragment -> COSTS.taskMillis(fragment.cost()) <= most * 1.0001);
        assertThat(fragments)
                .filteredOn(fragment -> fragment.pages().get(0).page() > 20)
                .hasSizeBetween(5, 10);
        assertThat(fragments)
                .filteredOn(fragment -> fragment.pages().get(0).page() <= 20)
                .hasSizeLessThan(5);
    }

    @Test
    void pagesThatNeedNoModelAreNotTornApart() {
        List<PageFacts> pages = new ArrayList<>(scans(5));
        pages.replaceAll(page -> page.page() == 2 ? page : page.with(0, TextTrust.TRUSTED));

        ScannedDocument scanned = document(pages, Outline.NONE);

        assertThat(split(scanned, SplitStrategy.AUTO, 20)).containsExactly(List.of(1, 3, 4, 5), List.of(2));
        assertThat(scanned.strategy(SplitStrategy.AUTO)).isEqualTo(SplitStrategy.PAGE);
        assertThat(split(scanned, SplitStrategy.PAGE, 20)).hasSize(5);
        pages.replaceAll(page -> page.with(0, TextTrust.TRUSTED));
        assertThat(document(pages, Outline.NONE).strategy(SplitStrategy.AUTO)).isEqualTo(SplitStrategy.DENSITY);
    }

    @Test
    void eachChapterIsAFragment() {
        assertThat(split(document(scans(25), FOUR_CHAPTERS), SplitStrategy.CHAPTER, 20))
                .containsExactly(pages(1, 4), pages(5, 11), pages(12, 19), pages(20, 25));
    }

    @Test
    void whatLiesBeforeTheFirstChapterIsAFragment() {
        assertThat(split(document(scans(9), outline(3, 1, 7, 1)), SplitStrategy.CHAPTER, 20))
                .containsExactly(pages(1, 2), pages(3, 6), pages(7, 9));
    }

    @Test
    void aTitleAboveAllChaptersIsNone() {
        Outline outline = outline(2, 1, 4, 2, 5, 3, 8, 2);

        assertThat(split(document(scans(9), outline), SplitStrategy.CHAPTER, 20))
                .containsExactly(List.of(1), pages(2, 3), pages(4, 7), pages(8, 9));
    }

    @Test
    void aLongChapterIsCutAtItsSections() {
        Outline outline = outline(1, 1, 3, 1, 9, 3, 11, 2, 16, 2, 27, 1);

        assertThat(split(document(scans(30), outline), SplitStrategy.CHAPTER, 15))
                .containsExactly(pages(1, 2), pages(3, 10), pages(11, 15), pages(16, 26), pages(27, 30));
    }

    @Test
    void aLongChapterWithoutSectionsIsCutWhereNothingRunsOver() {
        List<PageFacts> pages = runningOver(scans(40), page -> page != 17 && page != 28);

        assertThat(split(document(pages, outline(1, 1, 5, 1)), SplitStrategy.CHAPTER, 20))
                .containsExactly(pages(1, 4), pages(5, 17), pages(18, 28), pages(29, 40));
    }

    @Test
    void densePagesMakeShortFragments() {
        List<PageFacts> pages = new ArrayList<>(scans(100));
        pages.replaceAll(page -> facts(page.page(), page.page() <= 50 ? 200 : 6_000));

        List<Fragment> fragments =
                new SplitDocument(SplitStrategy.DENSITY, 30, ANY_COST, COSTS).split(document(pages, Outline.NONE));

        assertThat(fragments.get(0).pages()).hasSize(20);
        assertThat(fragments.get(fragments.size() - 2).pages().size()).isBetween(9, 11);
        assertThat(fragments)
                .allSatisfy(
                        fragment -> assertThat(fragment.cost().inferMillis()).isLessThan(30 * 3.8 * 900));
    }

    @Test
    void aPageThatCostsMoreThanAFragmentMayIsNoObstacle() {
        List<PageFacts> pages = new ArrayList<>(scans(30));
        pages.set(2, facts(3, 1_000_000));

        assertThat(split(document(pages, Outline.NONE), SplitStrategy.DENSITY, 10)
                        .get(0))
                .isEqualTo(pages(1, 3));
    }

    @Test
    void fragmentsEndWhereNothingRunsOver() {
        List<PageFacts> pages = runningOver(scans(60), page -> page % 7 != 0);

        assertThat(split(document(pages, Outline.NONE), SplitStrategy.DENSITY, 20))
                .allSatisfy(fragment ->
                        assertThat(fragment.get(fragment.size() - 1)).matches(page -> page % 7 == 0 || page == 60));
    }

    @Test
    void theBeginningOfAChapterIsABetterPlaceToCut() {
        assertThat(split(document(scans(26), outline(1, 1, 9, 2, 12, 2)), SplitStrategy.DENSITY, 20))
                .containsExactly(pages(1, 11), pages(12, 26));
    }

    @Test
    void withoutChaptersTenPagesTravelTogether() {
        ScannedDocument scanned = document(scans(25), outline(7, 1));

        assertThat(split(scanned, SplitStrategy.CHAPTER, 20))
                .containsExactly(pages(1, 10), pages(11, 20), pages(21, 25));
        assertThat(scanned.strategy(SplitStrategy.CHAPTER)).isEqualTo(SplitStrategy.FIXED);
    }

    @Test
    void fragmentsKnowTheirNeighboursInTheDocument() {
        List<PageFacts> pages = new ArrayList<>(scans(6));
        pages.replaceAll(page -> page.page() % 2 == 0 ? page.with(0, TextTrust.TRUSTED) : page);

        List<Fragment> fragments =
                new SplitDocument(SplitStrategy.FIXED, 2, ANY_COST, COSTS).split(document(pages, Outline.NONE));

        assertThat(fragments).extracting(fragment -> fragment.key().firstPage()).containsExactly(1, 2, 5, 6);
        assertThat(fragments).extracting(Fragment::before).containsExactly(0, 1, 2, 5);
        assertThat(fragments).extracting(Fragment::after).containsExactly(2, 5, 6, 0);
    }

    @Test
    void aDocumentThatCannotBeOpenedIsOneFragment() {
        Failure failure = new Failure(ErrorClass.ENCRYPTED, "Needs a password");
        ScannedDocument scanned =
                new ScannedDocument(document(List.of()), "", List.of(), Outline.NONE, List.of(), failure);

        assertThat(new SplitDocument(SplitStrategy.AUTO, 20, ANY_COST, COSTS).split(scanned))
                .containsExactly(new Fragment(scanned.document(), List.of(), PageCost.NONE, failure));
    }

    @ParameterizedTest
    @EnumSource
    void everyOpenPageIsInOneFragmentWhateverTheDocument(SplitStrategy asked) {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            ScannedDocument scanned = anyDocument(random);
            int most = 1 + random.nextInt(25);

            List<Fragment> fragments = new SplitDocument(asked, most, ANY_COST, COSTS).split(scanned);

            assertThat(fragments.stream()
                            .flatMap(fragment -> fragment.pages().stream().map(PageFacts::page)))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(scanned.pages().stream()
                            .map(PageFacts::page)
                            .filter(page -> !scanned.document().landed().contains(page))
                            .toList());
            assertThat(fragments).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
            for (Fragment fragment : fragments) {
                assertThat(fragment.pages()).hasSizeBetween(1, most);
                assertThat(fragment.pages().stream().map(PageFacts::page)).isSorted();
                assertThat(fragment.pages().stream()
                                .map(page -> page.trust().trusted())
                                .distinct())
                        .hasSize(1);
            }
        }
    }

    /** Ten times the pages must not take a hundred times as long; measured as work of this thread, the best of several. */
    @ParameterizedTest
    @EnumSource
    void aHundredThousandPagesAreCutInLinearTime(SplitStrategy asked) {
        ScannedDocument small = hugeDocument(10_000);
        ScannedDocument large = hugeDocument(100_000);
        SplitDocument split = new SplitDocument(asked, 20, ANY_COST, COSTS);

        assertThat(split.split(large)).hasSizeBetween(100_000 / 20, 100_000);

        long few = nanos(() -> split.split(small));
        long many = nanos(() -> split.split(large));
        assertThat(many).isLessThan(40 * few).isLessThan(1_000_000_000);
    }

    private static long nanos(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static ScannedDocument hugeDocument(int pages) {
        Random random = new Random(1);
        List<Outline.Chapter> chapters = IntStream.rangeClosed(1, pages / 10)
                .mapToObj(i -> new Outline.Chapter(1 + random.nextInt(pages), 1 + random.nextInt(5)))
                .toList();
        return document(anyPages(pages, random), new Outline(chapters));
    }

    private static ScannedDocument anyDocument(Random random) {
        int pages = 1 + random.nextInt(120);
        List<Outline.Chapter> chapters = IntStream.range(0, random.nextInt(30))
                .mapToObj(i -> new Outline.Chapter(1 + random.nextInt(pages), 1 + random.nextInt(4)))
                .toList();
        List<Integer> landed = IntStream.rangeClosed(1, pages)
                .filter(page -> random.nextInt(5) == 0)
                .boxed()
                .toList();
        return new ScannedDocument(
                document(landed), "pdf", anyPages(pages, random), new Outline(chapters), List.of(), null);
    }

    private static List<PageFacts> anyPages(int count, Random random) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(page -> facts(page, random.nextInt(6_000) * random.nextInt(3))
                        .with(0, random.nextInt(4) == 0 ? TextTrust.TRUSTED : TextTrust.IMAGES, random.nextBoolean()))
                .toList();
    }

    private static List<List<Integer>> split(ScannedDocument scanned, SplitStrategy asked, int most) {
        return new SplitDocument(asked, most, ANY_COST, COSTS)
                .split(scanned).stream()
                        .map(fragment ->
                                fragment.pages().stream().map(PageFacts::page).toList())
                        .toList();
    }

    /** @param pagesAndDepths in turn */
    private static Outline outline(int... pagesAndDepths) {
        List<Outline.Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < pagesAndDepths.length; i += 2) {
            chapters.add(new Outline.Chapter(pagesAndDepths[i], pagesAndDepths[i + 1]));
        }
        return new Outline(chapters);
    }

    private static List<Integer> pages(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<PageFacts> scans(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(page -> facts(page, 0)).toList();
    }

    private static List<PageFacts> runningOver(List<PageFacts> pages, IntPredicate over) {
        return pages.stream()
                .map(page -> page.with(0, TextTrust.EARLIER_OCR, over.test(page.page())))
                .toList();
    }

    private static PageFacts facts(int page, int characters) {
        return new PageFacts(page, 595, 842, 0, characters, 1, 1);
    }

    private static ScannedDocument document(List<PageFacts> pages, Outline outline) {
        return new ScannedDocument(document(List.of()), "pdf", pages, outline, List.of(), null);
    }

    private static DocumentRef document(List<Integer> landed) {
        return new DocumentRef("%032x".formatted(1), "file:/in/a.pdf", 1, 1, "key", landed, false, Priority.NORMAL);
    }
}
