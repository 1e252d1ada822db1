package dev.quire.plan;

import dev.quire.document.PageFacts;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostPrior;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Time and memory of the plan on the driver, by the number of fragments: each holds one page, the worst case. */
public final class BenchmarkPlanner {

    private static final CostModel COSTS = CostModel.of(new CostPrior(30, 60, 0), 1);
    private static final int SLOTS = 1_000;

    private BenchmarkPlanner() {}

    public static void main(String[] arguments) {
        System.out.println("| fragments | waves | seconds | bytes a fragment: costs | plan |");
        System.out.println("|---|---|---|---|---|");
        for (int size = 1_000; size <= 10_000_000; size *= 10) {
            long before = used();
            FragmentCosts costs = FragmentCosts.concat(collected(size));
            long priced = used();
            long start = System.nanoTime();
            PagePlan plan = new PagePlanner(SLOTS, 20_000, 0, new TaskSizes(120_000, 2_000, 1)).plan(costs);
            double seconds = (System.nanoTime() - start) / 1e9;
            long planned = used();
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %.2f | %.0f | %.0f |%n",
                    plan.fragments(),
                    plan.waves().size(),
                    seconds,
                    (priced - before) / (double) size,
                    (planned - priced) / (double) size);
            if (costs.size() != plan.fragments()) {
                throw new IllegalStateException("Fragments were lost");
            }
        }
    }

    private static List<FragmentCosts> collected(int size) {
        Random random = new Random(1);
        Iterator<Fragment> fragments = IntStream.range(0, size)
                .mapToObj(number -> {
                    String id = "%016x%016x".formatted(number / 10 * 0x9E3779B97F4A7C15L, number);
                    PageFacts page = new PageFacts(1 + number % 10, 595, 842, 0, random.nextInt(6_000), 1, 0);
                    DocumentRef document = new DocumentRef(id, "", 1, 1, "", List.of(), false, Priority.NORMAL);
                    return new Fragment(document, List.of(page), COSTS.price(page), null);
                })
                .iterator();
        return List.of(new FragmentCosts.Collect(COSTS).call(fragments).next());
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
