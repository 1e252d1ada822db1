package dev.quire.infer.deepseek;

import java.util.HashSet;
import java.util.Set;

/**
 * Notices that a text goes round in circles, word for word or nearly so: of the n-grams in its last tokens few are
 * different. A form of 400 empty cells in a row is still let through.
 */
final class LoopGuard {

    private static final int WINDOW = 1_024;
    private static final int NGRAM = 6;
    private static final double FEWEST_DIFFERENT = 0.1;

    private LoopGuard() {}

    static boolean circles(Sequence sequence) {
        int from = sequence.length() - WINDOW;
        if (from < 0) {
            return false;
        }
        Set<Long> different = new HashSet<>();
        int ngrams = WINDOW - NGRAM + 1;
        for (int start = from; start < from + ngrams; start++) {
            long hash = 0;
            for (int i = 0; i < NGRAM; i++) {
                hash = hash * 1_000_003 + sequence.token(start + i);
            }
            different.add(hash);
        }
        return different.size() < FEWEST_DIFFERENT * ngrams;
    }
}
