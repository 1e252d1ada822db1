package dev.quire.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * How much work each task of a wave should hold, the most first: each round of one task a slot takes two fifths of what is left
 * (factoring; Hummel, Schonberg and Flynn 1992). Tasks are taken as slots come free, so that the last ones, which decide
 * when the wave ends, are short, however wrong a prediction was or however unequal machines are.
 */
final class TaskSizes {

    private static final double SHARE = 0.4;

    private TaskSizes() {}

    /**
     * Sizes that add up to the work, in its unit.
     *
     * @param slots tasks that run at once
     * @param longest that a task should be
     * @param shortest likewise: below this, starting a task is a good part of it
     */
    static List<Double> of(double work, int slots, double longest, double shortest) {
        List<Double> sizes = new ArrayList<>();
        double left = work;
        while (left > 0) {
            double size = Math.max(Math.min(SHARE * left / slots, longest), shortest);
            for (int slot = 0; slot < slots && left > 0; slot++) {
                sizes.add(Math.min(size, left));
                left -= size;
            }
        }
        return sizes;
    }
}
