package dev.quire.plan;

import dev.quire.source.Priority;
import java.io.Serializable;
import java.util.List;

/** Where every fragment runs. Sorted arrays, 16 bytes a fragment, broadcast to the executors. */
public final class PagePlan implements Serializable {

    /**
     * Pages that land together.
     *
     * @param partitions tasks of the wave
     * @param rows that it adds to the pages table
     * @param cost of all its pages, predicted milliseconds of tasks
     * @param makespan when its last task ends, if all goes as predicted, in milliseconds
     * @param model whether a model reads its pages, or their text layers are taken
     * @param known whether its documents have rows already, so that landing has to replace them
     * @param priority of its documents
     */
    public record Wave(
            int number,
            int partitions,
            int rows,
            double cost,
            double makespan,
            boolean model,
            boolean known,
            Priority priority)
            implements Serializable {

        /** Of pages whose documents have rows already, each in a task of its own. */
        public static Wave again(int pages, int partitions, boolean model) {
            return new Wave(0, partitions, pages, 0, 0, model, true, Priority.NORMAL);
        }

        /** The share of time in which slots have nothing to do, if all goes as predicted. */
        public double idleShare(int slots) {
            return makespan == 0 ? 0 : 1 - cost / slots / makespan;
        }
    }

    private final long[] documents;
    private final int[] firstPages;
    private final short[] waveOf;
    private final short[] partitionOf;
    private final List<Wave> waves;

    private PagePlan(long[] documents, int[] firstPages, short[] waveOf, short[] partitionOf, List<Wave> waves) {
        this.documents = documents;
        this.firstPages = firstPages;
        this.waveOf = waveOf;
        this.partitionOf = partitionOf;
        this.waves = waves;
    }

    /** @param sorted the fragments by key */
    static PagePlan of(FragmentCosts fragments, int[] sorted, short[] waves, short[] partitions, List<Wave> planned) {
        int size = sorted.length;
        PagePlan plan =
                new PagePlan(new long[size], new int[size], new short[size], new short[size], List.copyOf(planned));
        for (int at = 0; at < size; at++) {
            int index = sorted[at];
            plan.documents[at] = fragments.document(index);
            plan.firstPages[at] = fragments.firstPage(index);
            plan.waveOf[at] = waves[index];
            plan.partitionOf[at] = partitions[index];
        }
        return plan;
    }

    public List<Wave> waves() {
        return waves;
    }

    /** Rows that the run adds to the pages table: every page and every document that cannot be opened. */
    public long rows() {
        return waves.stream().mapToLong(Wave::rows).sum();
    }

    public int fragments() {
        return documents.length;
    }

    int wave(FragmentKey key) {
        return waveOf[find(key)];
    }

    int partition(FragmentKey key) {
        return partitionOf[find(key)];
    }

    private int find(FragmentKey key) {
        int low = 0;
        int high = documents.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compare(documents[middle], key.document());
            if (order == 0) {
                order = Integer.compare(firstPages[middle], key.firstPage());
            }
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        throw new IllegalStateException("No plan for %s: its document changed while the run went on".formatted(key));
    }
}
