package dev.quire.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Ways to spread pages over equal tasks, for comparison with what Quire does. Each gives the task of every page. */
public enum Packing {
    /** What Spark does with the files of {@code binaryFile}: largest first into bins of a size, whole files. */
    SPARK_DEFAULT {
        @Override
        public int[] tasks(CostedPages pages, int slots, int tasks) {
            double wanted = IntStream.range(0, pages.documents())
                    .mapToDouble(document -> pages.bytes(document) + OPEN_COST)
                    .sum();
            double most = Math.min(MOST_BYTES, Math.max(OPEN_COST, wanted / slots));
            int[] taskOf = new int[pages.documents()];
            int task = 0;
            double size = 0;
            for (int document : largestFirst(pages.documents(), pages::bytes)) {
                if (size > 0 && size + pages.bytes(document) > most) {
                    task++;
                    size = 0;
                }
                taskOf[document] = task;
                size += pages.bytes(document) + OPEN_COST;
            }
            return ofDocuments(pages, taskOf);
        }
    },
    /** Pages in the order of their documents, cut into equal numbers. */
    EQUAL_PAGES {
        @Override
        public int[] tasks(CostedPages pages, int slots, int tasks) {
            return IntStream.range(0, pages.size())
                    .map(page -> (int) ((long) page * tasks / pages.size()))
                    .toArray();
        }
    },
    /** Documents by their size, largest first into the emptiest task. */
    LARGEST_BYTES {
        @Override
        public int[] tasks(CostedPages pages, int slots, int tasks) {
            return ofDocuments(pages, longestFirst(pages.documents(), pages::bytes, new double[tasks]));
        }
    },
    /** Fragments by the density prior. */
    DENSITY_PRIOR {
        @Override
        public int[] tasks(CostedPages pages, int slots, int tasks) {
            return ofFragments(pages, pages::prior, tasks);
        }
    },
    /** Fragments by what earlier runs measured, into equal tasks. */
    LEARNED {
        @Override
        public int[] tasks(CostedPages pages, int slots, int tasks) {
            return ofFragments(pages, pages::learned, tasks);
        }
    };

    private static final double OPEN_COST = 4 << 20;
    private static final double MOST_BYTES = 128 << 20;

    /**
     * The task of every page.
     *
     * @param slots tasks that run at once
     * @param tasks that are wanted; Spark's own packing makes as many as it likes
     */
    public abstract int[] tasks(CostedPages pages, int slots, int tasks);

    boolean learns() {
        return this == LEARNED;
    }

    private static int[] ofDocuments(CostedPages pages, int[] taskOf) {
        return IntStream.range(0, pages.size())
                .map(page -> taskOf[pages.document(page)])
                .toArray();
    }

    private static int[] ofFragments(CostedPages pages, IntToDoubleFunction cost, int tasks) {
        double[] costs = costs(pages, cost);
        return pagesOf(pages, longestFirst(costs.length, fragment -> costs[fragment], new double[tasks]));
    }

    private static double[] costs(CostedPages pages, IntToDoubleFunction cost) {
        double[] costs = new double[pages.fragments()];
        for (int page = 0; page < pages.size(); page++) {
            costs[pages.fragment(page)] += cost.applyAsDouble(page);
        }
        return costs;
    }

    private static int[] pagesOf(CostedPages pages, int[] taskOf) {
        return IntStream.range(0, pages.size())
                .map(page -> taskOf[pages.fragment(page)])
                .toArray();
    }

    /** Each into the task with the most room; {@code room} ends as what is left of it. */
    private static int[] longestFirst(int size, IntToDoubleFunction cost, double[] room) {
        PriorityQueue<Integer> emptiest = new PriorityQueue<>(Comparator.comparingDouble(task -> -room[task]));
        IntStream.range(0, room.length).forEach(emptiest::add);
        int[] taskOf = new int[size];
        for (int index : largestFirst(size, cost)) {
            int task = emptiest.remove();
            room[task] -= cost.applyAsDouble(index);
            taskOf[index] = task;
            emptiest.add(task);
        }
        return taskOf;
    }

    private static int[] largestFirst(int size, IntToDoubleFunction cost) {
        Integer[] order = IntStream.range(0, size).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(index -> -cost.applyAsDouble(index)));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
