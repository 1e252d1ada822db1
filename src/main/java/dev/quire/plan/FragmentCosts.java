package dev.quire.plan;

import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.Priority;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** What the driver knows of the fragments: parallel arrays, 26 bytes each, whatever the length of their paths. */
final class FragmentCosts implements Serializable {

    private final long[] documents;
    private final int[] firstPages;
    private final int[] rows;
    private final float[] costs;
    private final boolean[] known;
    private final boolean[] model;
    private final Priority[] priorities;
    private PageCost total = PageCost.NONE;

    private FragmentCosts(
            long[] documents,
            int[] firstPages,
            int[] rows,
            float[] costs,
            boolean[] known,
            boolean[] model,
            Priority[] priorities) {
        this.documents = documents;
        this.firstPages = firstPages;
        this.rows = rows;
        this.costs = costs;
        this.known = known;
        this.model = model;
        this.priorities = priorities;
    }

    int size() {
        return documents.length;
    }

    /** The first 64 bits of the document's id. */
    long document(int index) {
        return documents[index];
    }

    int firstPage(int index) {
        return firstPages[index];
    }

    /** That the fragment adds to the pages table. */
    int rows(int index) {
        return rows[index];
    }

    /** Predicted milliseconds of a task. */
    float cost(int index) {
        return costs[index];
    }

    /** Whether the tables hold rows of the document already. */
    boolean known(int index) {
        return known[index];
    }

    /** Whether a model reads it. */
    boolean model(int index) {
        return model[index];
    }

    /** The document's. */
    Priority priority(int index) {
        return priorities[index];
    }

    /** Predicted, of all of them. */
    PageCost total() {
        return total;
    }

    FragmentKey key(int index) {
        return new FragmentKey(documents[index], firstPages[index]);
    }

    static FragmentCosts concat(List<FragmentCosts> parts) {
        int size = parts.stream().mapToInt(FragmentCosts::size).sum();
        FragmentCosts all = sized(size);
        int at = 0;
        for (FragmentCosts part : parts) {
            System.arraycopy(part.documents, 0, all.documents, at, part.size());
            System.arraycopy(part.firstPages, 0, all.firstPages, at, part.size());
            System.arraycopy(part.rows, 0, all.rows, at, part.size());
            System.arraycopy(part.costs, 0, all.costs, at, part.size());
            System.arraycopy(part.known, 0, all.known, at, part.size());
            System.arraycopy(part.model, 0, all.model, at, part.size());
            System.arraycopy(part.priorities, 0, all.priorities, at, part.size());
            all.total = all.total.plus(part.total);
            at += part.size();
        }
        return all;
    }

    private static FragmentCosts sized(int size) {
        return new FragmentCosts(
                new long[size],
                new int[size],
                new int[size],
                new float[size],
                new boolean[size],
                new boolean[size],
                new Priority[size]);
    }

    /** Spark function: the fragments of a partition as one value. */
    record Collect(CostModel model) implements FlatMapFunction<Iterator<Fragment>, FragmentCosts> {

        @Override
        public Iterator<FragmentCosts> call(Iterator<Fragment> fragments) {
            FragmentCosts costs = sized(64);
            int size = 0;
            while (fragments.hasNext()) {
                costs = size == costs.size() ? costs.truncated(size * 2) : costs;
                costs.put(size++, fragments.next(), model);
            }
            return List.of(costs.truncated(size)).iterator();
        }
    }

    private void put(int index, Fragment fragment, CostModel costModel) {
        documents[index] = fragment.key().document();
        firstPages[index] = fragment.key().firstPage();
        rows[index] = fragment.rows();
        costs[index] = (float) costModel.taskMillis(fragment.cost());
        total = total.plus(fragment.cost());
        known[index] = fragment.document().known();
        model[index] = fragment.needsModel();
        priorities[index] = fragment.document().priority();
    }

    private FragmentCosts truncated(int size) {
        FragmentCosts truncated = new FragmentCosts(
                Arrays.copyOf(documents, size),
                Arrays.copyOf(firstPages, size),
                Arrays.copyOf(rows, size),
                Arrays.copyOf(costs, size),
                Arrays.copyOf(known, size),
                Arrays.copyOf(model, size),
                Arrays.copyOf(priorities, size));
        truncated.total = total;
        return truncated;
    }
}
