package dev.quire.plan;

import dev.quire.source.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packs fragments into waves, and each wave into tasks.
 *
 * @param slots tasks that the cluster runs at once
 * @param wavePages pages that land together at least
 * @param waveMillis for which they should keep each slot busy at least
 */
record PagePlanner(int slots, int wavePages, double waveMillis, TaskSizes sizes) {

    PagePlan plan(FragmentCosts fragments) {
        int[] byKey = Order.byKey(fragments);
        short[] waves = new short[fragments.size()];
        short[] partitions = new short[fragments.size()];
        List<PagePlan.Wave> planned = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            for (boolean known : new boolean[] {false, true}) {
                for (boolean model : new boolean[] {false, true}) {
                    int[] alike = Arrays.stream(byKey)
                            .filter(i -> fragments.priority(i) == priority
                                    && fragments.known(i) == known
                                    && fragments.model(i) == model)
                            .toArray();
                    for (int from = 0; from < alike.length; ) {
                        int to = endOfWave(fragments, alike, from);
                        int[] wave = Arrays.copyOfRange(alike, from, to);
                        planned.add(pack(fragments, wave, (short) planned.size(), waves, partitions));
                        from = to;
                    }
                }
            }
        }
        return PagePlan.of(fragments, byKey, waves, partitions, planned);
    }

    /** A wave ends where it is large enough, and will not be over at once on a large cluster. */
    private int endOfWave(FragmentCosts fragments, int[] alike, int from) {
        int rows = 0;
        double cost = 0;
        int to = from;
        while (to < alike.length && (rows < wavePages || cost < waveMillis * slots)) {
            rows += fragments.rows(alike[to]);
            cost += fragments.cost(alike[to++]);
        }
        return to;
    }

    private PagePlan.Wave pack(FragmentCosts fragments, int[] wave, short number, short[] waves, short[] partitions) {
        int rows = Arrays.stream(wave).map(fragments::rows).sum();
        double cost = Arrays.stream(wave).mapToDouble(fragments::cost).sum();
        TaskSizes alike = fragments.model(wave[0]) ? sizes.ofPages(cost / Math.max(1, rows)) : sizes;
        TaskPacking tasks = TaskPacking.of(fragments, wave, alike, slots);
        for (int i = 0; i < wave.length; i++) {
            waves[wave[i]] = number;
            partitions[wave[i]] = tasks.taskOf(i);
        }
        return new PagePlan.Wave(
                number,
                tasks.count(),
                rows,
                tasks.cost(),
                tasks.makespan(slots),
                fragments.model(wave[0]),
                fragments.known(wave[0]),
                fragments.priority(wave[0]));
    }
}
