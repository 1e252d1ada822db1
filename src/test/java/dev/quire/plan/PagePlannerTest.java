package dev.quire.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.quire.config.SplitStrategy;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import dev.quire.document.TextTrust;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostPrior;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagePlannerTest {

    private static final TaskSizes SIZES = new TaskSizes(Double.POSITIVE_INFINITY, 100, 1);

    private static final double ANY_COST = Double.POSITIVE_INFINITY;
    private static final CostModel COSTS = CostModel.of(new CostPrior(100, 900, 0), 1);

    @Test
    void slotsEndTogetherWhereThereAreManyPages() {
        PagePlan plan = new PagePlanner(8, 100_000, 0, SIZES).plan(costs(fragments(2_000, new Random(1), 0)));

        assertThat(plan.waves()).hasSize(1);
        assertThat(plan.waves().get(0).idleShare(8)).isLessThan(0.01);
    }

    @Test
    void theFirstTaskIsTheCostliestAndTheLastOnesAreShort() {
        List<Fragment> fragments = fragments(1_000, new Random(2), 0);

        PagePlan plan = new PagePlanner(3, 100_000, 0, SIZES).plan(costs(fragments));

        Map<Integer, Double> byTask = new TreeMap<>();
        fragments.forEach(fragment ->
                byTask.merge(plan.partition(fragment.key()), COSTS.taskMillis(fragment.cost()), Double::sum));
        List<Double> millis = new ArrayList<>(byTask.values());
        PagePlan.Wave wave = plan.waves().get(0);
        assertThat(byTask).hasSize(wave.partitions()).containsKeys(0, wave.partitions() - 1);
        assertThat(millis).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(millis.get(0)).isCloseTo(0.25 * wave.cost() / 3, withPercentage(1));
        assertThat(millis.get(millis.size() - 1)).isLessThan(0.05 * millis.get(0));
    }

    @Test
    void sizesOfTasksAddUpToTheWorkWithinTheirBounds() {
        List<Double> sizes = new TaskSizes(100, 10, 1).of(5_000, 4);

        assertThat(sizes.stream().mapToDouble(size -> size).sum()).isCloseTo(5_000, offset(1e-6));
        assertThat(sizes.subList(0, 32)).containsOnly(100.0);
        assertThat(sizes).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size >= 10);
        assertThat(new TaskSizes(100, 10, 1).of(0, 4)).hasSize(1);
    }

    @Test
    void aTaskHoldsThePagesThatAModelReadsAtOnceForIt() {
        List<Double> sizes = new TaskSizes(1_000, 10, 20).ofPages(3).of(5_000, 4);
        assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size >= 60);

        FragmentCosts costs = costs(fragments(500, new Random(8), 0));
        int pages = IntStream.range(0, costs.size()).map(costs::rows).sum();
        assertThat(tasks(costs, 20)).isBetween(2, pages / 20 + 1);
        assertThat(tasks(costs, 1)).isGreaterThan(tasks(costs, 20));
    }

    private static int tasks(FragmentCosts costs, int atOnce) {
        TaskSizes sizes = new TaskSizes(Double.POSITIVE_INFINITY, 100, atOnce);
        return new PagePlanner(8, 100_000, 0, sizes).plan(costs).waves().get(0).partitions();
    }

    @Test
    void everyPageIsInOneWaveAndKnownDocumentsInWavesOfTheirOwn() {
        List<Fragment> fragments = fragments(100, new Random(3), 3);

        PagePlan plan = new PagePlanner(2, 50, 0, SIZES).plan(costs(fragments));

        assertThat(plan.rows())
                .isEqualTo(fragments.stream().mapToInt(Fragment::rows).sum());
        assertThat(plan.waves().size()).isGreaterThan(2);
        for (Fragment fragment : fragments) {
            assertThat(plan.waves().get(plan.wave(fragment.key())).known())
                    .isEqualTo(fragment.document().known());
        }
    }

    @Test
    void aWaveIsNotOverAtOnceOnALargeCluster() {
        FragmentCosts costs = costs(fragments(300, new Random(7), 0));

        assertThat(new PagePlanner(1, 20, 10_000, SIZES).plan(costs).waves()).hasSizeGreaterThan(20);
        List<PagePlan.Wave> waves =
                new PagePlanner(10, 20, 10_000, SIZES).plan(costs).waves();
        assertThat(waves.subList(0, waves.size() - 1))
                .hasSizeGreaterThan(5)
                .allMatch(wave -> wave.cost() >= 10 * 10_000);
    }

    @Test
    void noTaskIsPlannedToTakeLongerThanItShould() {
        List<Fragment> fragments = fragments(500, new Random(5), 0);

        Map<Integer, Double> byTask = new HashMap<>();
        PagePlan plan = new PagePlanner(2, 100_000, 0, new TaskSizes(20_000, 1_000, 1)).plan(costs(fragments));
        double longest = 0;
        for (Fragment fragment : fragments) {
            double millis = COSTS.taskMillis(fragment.cost());
            byTask.merge(plan.partition(fragment.key()), millis, Double::sum);
            longest = Math.max(longest, millis);
        }
        assertThat(Collections.max(byTask.values())).isLessThan(20_000 + longest);
    }

    @Test
    void fragmentsAreSortedAsTheirKeysAre() {
        List<Fragment> fragments = fragments(300, new Random(6), 0);
        FragmentCosts costs = costs(fragments);

        int[] byKey = Order.byKey(costs);

        assertThat(Arrays.stream(byKey).mapToObj(costs::key))
                .containsExactlyElementsOf(
                        fragments.stream().map(Fragment::key).sorted().toList());
    }

    @Test
    void urgentPagesAreInTheFirstWavesAndLowOnesInTheLast() {
        List<Fragment> fragments = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            Priority priority =
                    List.of(Priority.LOW, Priority.URGENT, Priority.NORMAL).get(number % 3);
            PageFacts page = new PageFacts(1, 595, 842, 0, 1_000, 1, 0);
            fragments.add(new Fragment(
                    document(number, List.of(), number % 2 == 0, priority), List.of(page), COSTS.price(page), null));
        }

        PagePlan plan = new PagePlanner(2, 7, 0, SIZES).plan(costs(fragments));

        Map<Priority, TreeSet<Integer>> waves = new TreeMap<>();
        fragments.forEach(fragment -> waves.computeIfAbsent(fragment.document().priority(), priority -> new TreeSet<>())
                .add(plan.wave(fragment.key())));
        assertThat(waves).hasToString("{URGENT=[0, 1, 2, 3], NORMAL=[4, 5, 6, 7], LOW=[8, 9, 10, 11]}");
    }

    @Test
    void nothingToReadIsNoWave() {
        assertThat(new PagePlanner(2, 50, 0, SIZES).plan(costs(List.of())).waves())
                .isEmpty();
    }

    @Test
    void aFragmentThatIsNotInThePlanIsAnError() {
        PagePlan plan = new PagePlanner(2, 50, 0, SIZES).plan(costs(fragments(3, new Random(4), 3)));

        assertThatThrownBy(() -> plan.partition(new FragmentKey(42, 1))).hasMessageStartingWith("No plan for");
    }

    @Test
    void aDocumentIsCutWithoutThePagesThatHaveLanded() {
        List<PageFacts> pages = new ArrayList<>();
        for (int page = 1; page <= 10; page++) {
            pages.add(new PageFacts(page, 595, 842, 0, 1_000, 1, 0));
        }
        ScannedDocument scanned =
                new ScannedDocument(document(7, List.of(2, 3, 10), true), "pdf", pages, Outline.NONE, List.of(), null);

        List<Fragment> fragments = new SplitDocument(SplitStrategy.FIXED, 4, ANY_COST, COSTS).split(scanned);

        assertThat(fragments)
                .extracting(fragment ->
                        fragment.pages().stream().map(PageFacts::page).toList())
                .containsExactly(List.of(1, 4, 5, 6), List.of(7, 8, 9));
        assertThat(fragments.get(0).cost().inferMillis()).isCloseTo(4 * 1.7 * 900, offset(1e-6));
    }

    @Test
    void pagesForTheModelAndPagesWithoutTravelApart() {
        List<PageFacts> pages = new ArrayList<>();
        for (int page = 1; page <= 6; page++) {
            PageFacts facts = new PageFacts(page, 595, 842, 0, 1_000, 1, 0);
            pages.add(facts.with(0, page % 2 == 0 ? TextTrust.TRUSTED : TextTrust.IMAGES));
        }
        ScannedDocument scanned =
                new ScannedDocument(document(7, List.of(), false), "pdf", pages, Outline.NONE, List.of(), null);

        List<Fragment> fragments = new SplitDocument(SplitStrategy.FIXED, 2, ANY_COST, COSTS).split(scanned);
        PagePlan plan = new PagePlanner(2, 100, 0, SIZES).plan(costs(fragments));

        assertThat(fragments)
                .extracting(fragment ->
                        fragment.pages().stream().map(PageFacts::page).toList())
                .containsExactlyInAnyOrder(List.of(1, 3), List.of(5), List.of(2, 4), List.of(6));
        assertThat(plan.waves()).extracting(PagePlan.Wave::model).containsExactly(false, true);
        assertThat(plan.waves().get(0).cost()).isLessThan(plan.waves().get(1).cost() / 50);
        for (Fragment fragment : fragments) {
            assertThat(plan.waves().get(plan.wave(fragment.key())).model())
                    .isEqualTo(fragment.pages().get(0).page() % 2 == 1);
        }
    }

    private static List<Fragment> fragments(int count, Random random, int knownEvery) {
        List<Fragment> fragments = new ArrayList<>();
        for (int document = 0; document < count; document++) {
            List<PageFacts> pages = new ArrayList<>();
            for (int page = 1; page <= 1 + random.nextInt(5); page++) {
                pages.add(new PageFacts(page, 595, 842, 0, random.nextInt(6_000), random.nextInt(8), 0.1f));
            }
            ScannedDocument scanned = new ScannedDocument(
                    document(document, List.of(), knownEvery != 0 && document % knownEvery == 0),
                    "pdf",
                    pages,
                    Outline.NONE,
                    List.of(),
                    null);
            fragments.addAll(new SplitDocument(SplitStrategy.FIXED, 20, ANY_COST, COSTS).split(scanned));
        }
        return fragments;
    }

    private static DocumentRef document(int number, List<Integer> landed, boolean known) {
        return document(number, landed, known, Priority.NORMAL);
    }

    private static DocumentRef document(int number, List<Integer> landed, boolean known, Priority priority) {
        String id = "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
        return new DocumentRef(id, "file:/in/" + number + ".pdf", 1, 1, "key", landed, known, priority);
    }

    private static FragmentCosts costs(List<Fragment> fragments) {
        Iterator<FragmentCosts> first = new FragmentCosts.Collect(COSTS)
                .call(fragments.subList(0, fragments.size() / 2).iterator());
        Iterator<FragmentCosts> second = new FragmentCosts.Collect(COSTS)
                .call(fragments.subList(fragments.size() / 2, fragments.size()).iterator());
        return FragmentCosts.concat(List.of(first.next(), second.next()));
    }
}
