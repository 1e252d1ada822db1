package dev.quire.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Fragments in order, by their numbers, without an object for each: millions of them are sorted on the driver. */
final class Order {

    private static final long LOW = 0xFFFF_FFFFL;

    private Order() {}

    /** By document and page. */
    static int[] byKey(FragmentCosts fragments) {
        int[] sorted = sorted(fragments.size(), i -> (int) (fragments.document(i) >>> Integer.SIZE));
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && high(fragments, sorted[to]) == high(fragments, sorted[from])) {
                to++;
            }
            // Those of one document, and of any that begin alike
            int[] alike = IntStream.range(from, to)
                    .map(i -> sorted[i])
                    .boxed()
                    .sorted(Comparator.comparing(fragments::key))
                    .mapToInt(Integer::intValue)
                    .toArray();
            System.arraycopy(alike, 0, sorted, from, alike.length);
            from = to;
        }
        return sorted;
    }

    /** Positions in a wave, the costliest fragment first; among equals the one that was first. */
    static int[] costliestFirst(FragmentCosts fragments, int[] wave) {
        return sorted(wave.length, i -> -Float.floatToIntBits(fragments.cost(wave[i])));
    }

    private static long high(FragmentCosts fragments, int index) {
        return fragments.document(index) >>> Integer.SIZE;
    }

    /** Numbers from 0, by a rank of each, the smaller number first where ranks are equal. */
    private static int[] sorted(int size, IntRank rank) {
        long[] packed = new long[size];
        Arrays.setAll(packed, i -> (long) rank.of(i) << Integer.SIZE | i);
        Arrays.sort(packed);
        return Arrays.stream(packed).mapToInt(each -> (int) (each & LOW)).toArray();
    }

    private interface IntRank {
        int of(int index);
    }
}
