package dev.quire.merge;

import java.util.HashMap;
import java.util.Map;

/** How much two texts have in common: the share of their pairs of neighbouring characters (Dice). */
final class Similarity {

    private Similarity() {}

    /** 0 to 1. */
    static double of(String one, String other) {
        if (one.equals(other)) {
            return 1;
        }
        int pairs = one.length() + other.length() - 2;
        if (pairs <= 0 || one.length() < 2 || other.length() < 2) {
            return 0;
        }
        Map<Integer, Integer> left = new HashMap<>();
        for (int i = 1; i < one.length(); i++) {
            left.merge(pair(one, i), 1, Integer::sum);
        }
        int common = 0;
        for (int i = 1; i < other.length(); i++) {
            common += left.merge(pair(other, i), -1, Integer::sum) >= 0 ? 1 : 0;
        }
        return 2.0 * common / pairs;
    }

    private static int pair(String text, int at) {
        return text.charAt(at - 1) << 16 | text.charAt(at);
    }
}
