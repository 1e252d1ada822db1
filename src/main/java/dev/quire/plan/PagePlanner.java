package dev.quire.plan;

import dev.quire.source.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Packs fragments into waves, and each wave into partitions of about equal cost: largest first into the emptiest
 * partition (LPT; Graham 1969: at most 4/3 of the best makespan), the costliest partition to run first.
 *
 * @param slots tasks that the cluster runs at once
 * @param tasksPerSlot partitions of a wave for each slot
 * @param wavePages pages that land together
 * @param taskMillis how long a task should take at most
 */
record PagePlanner(int slots, int tasksPerSlot, int wavePages, double taskMillis) {

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
        return PagePlan.of(fragments, waves, partitions, planned);
    }

    /** A wave ends where it goes over its size. */
    private int endOfWave(FragmentCosts fragments, int[] alike, int from) {
        int rows = 0;
        int to = from;
        while (to < alike.length && rows < wavePages) {
            rows += fragments.rows(alike[to++]);
        }
        return to;
    }

    private PagePlan.Wave pack(FragmentCosts fragments, int[] wave, short number, short[] waves, short[] partitions) {
        int count = partitions(fragments, wave);
        PriorityQueue<Load> emptiest = new PriorityQueue<>(Comparator.comparingDouble(Load::cost));
        List<Load> loads = IntStream.range(0, count).mapToObj(Load::new).toList();
        emptiest.addAll(loads);
        int rows = 0;
        for (int index : Order.costliestFirst(fragments, wave)) {
            Load load = emptiest.remove();
            load.cost += fragments.cost(index);
            partitions[index] = (short) load.number;
            waves[index] = number;
            rows += fragments.rows(index);
            emptiest.add(load);
        }
        renumberCostliestFirst(loads, wave, partitions);
        return new PagePlan.Wave(
                number,
                count,
                rows,
                loads.stream().mapToDouble(Load::cost).sum(),
                loads.stream().mapToDouble(Load::cost).max().orElse(0),
                fragments.model(wave[0]),
                fragments.known(wave[0]),
                fragments.priority(wave[0]));
    }

    /** Several for each slot, and as many as keep each below the longest that a task should take. */
    private int partitions(FragmentCosts fragments, int[] wave) {
        double cost = Arrays.stream(wave).mapToDouble(fragments::cost).sum();
        double wanted = Math.max((double) slots * tasksPerSlot, Math.ceil(cost / taskMillis));
        return (int) Math.max(1, Math.min(Math.min(wave.length, Short.MAX_VALUE), wanted));
    }

    private static void renumberCostliestFirst(List<Load> loads, int[] wave, short[] partitions) {
        int[] rank = new int[loads.size()];
        List<Load> sorted = loads.stream()
                .sorted(Comparator.comparingDouble(load -> -load.cost))
                .toList();
        for (int position = 0; position < sorted.size(); position++) {
            rank[sorted.get(position).number] = position;
        }
        for (int index : wave) {
            partitions[index] = (short) rank[partitions[index]];
        }
    }

    /** How much a partition holds so far. */
    private static final class Load {
        private final int number;
        private double cost;

        Load(int number) {
            this.number = number;
        }

        double cost() {
            return cost;
        }
    }
}
