package dev.quire.plan;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * What the driver knows of the fragments: parallel arrays, 21 bytes each, whatever the length of their paths.
 *
 * @param documents the first 64 bits of each document's id
 * @param firstPages 1-based
 * @param rows that each adds to the pages table
 * @param costs predicted
 * @param known whether the tables hold rows of the document already
 */
record FragmentCosts(long[] documents, int[] firstPages, int[] rows, float[] costs, boolean[] known)
        implements Serializable {

    int size() {
        return documents.length;
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
            at += part.size();
        }
        return all;
    }

    private static FragmentCosts sized(int size) {
        return new FragmentCosts(new long[size], new int[size], new int[size], new float[size], new boolean[size]);
    }

    /** Spark function: the fragments of a partition as one value. */
    record Collect() implements FlatMapFunction<Iterator<Fragment>, FragmentCosts> {

        @Override
        public Iterator<FragmentCosts> call(Iterator<Fragment> fragments) {
            FragmentCosts costs = sized(64);
            int size = 0;
            while (fragments.hasNext()) {
                costs = size == costs.size() ? costs.truncated(size * 2) : costs;
                costs.put(size++, fragments.next());
            }
            return List.of(costs.truncated(size)).iterator();
        }
    }

    private void put(int index, Fragment fragment) {
        documents[index] = fragment.key().document();
        firstPages[index] = fragment.key().firstPage();
        rows[index] = fragment.rows();
        costs[index] = fragment.cost();
        known[index] = fragment.document().known();
    }

    private FragmentCosts truncated(int size) {
        return new FragmentCosts(
                Arrays.copyOf(documents, size),
                Arrays.copyOf(firstPages, size),
                Arrays.copyOf(rows, size),
                Arrays.copyOf(costs, size),
                Arrays.copyOf(known, size));
    }
}
