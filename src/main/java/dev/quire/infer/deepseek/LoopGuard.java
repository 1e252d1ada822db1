package dev.quire.infer.deepseek;

import java.util.stream.LongStream;

/**
 * Notices that a text goes round in circles, word for word or nearly so: of the n-grams in its last tokens few are
 * different. A form of 400 empty cells in a row is still let through.
 */
final class LoopGuard {

    private static final int WINDOW = 1_024;
    private static final int NGRAM = 6;
    private static final long BASE = 1_000_003;
    private static final long BASE_TO_NGRAM =
            LongStream.generate(() -> BASE).limit(NGRAM).reduce(1, (a, b) -> a * b);
    private static final double FEWEST_DIFFERENT = 0.1;

    private LoopGuard() {}

    static boolean circles(Sequence sequence) {
        int from = sequence.length() - WINDOW;
        if (from < 0) {
            return false;
        }
        NgramSet different = new NgramSet();
        long hash = 0;
        for (int i = from; i < sequence.length(); i++) {
            hash = hash * BASE + sequence.token(i);
            if (i >= from + NGRAM) {
                hash -= BASE_TO_NGRAM * sequence.token(i - NGRAM);
            }
            if (i >= from + NGRAM - 1) {
                different.add(hash);
            }
        }
        return different.size < FEWEST_DIFFERENT * (WINDOW - NGRAM + 1);
    }

    /** Open addressing: every running page is looked at while its device waits, and a HashSet takes ten times as long. */
    private static final class NgramSet {
        private final long[] places = new long[4 * WINDOW];
        private int size;

        void add(long hash) {
            long wanted = hash == 0 ? 1 : hash; // 0 is an empty place
            int place = (int) ((wanted * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(places.length) + 1));
            while (places[place] != 0 && places[place] != wanted) {
                place = (place + 1) & (places.length - 1);
            }
            size += places[place] == 0 ? 1 : 0;
            places[place] = wanted;
        }
    }
}
