package dev.quire.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * How much work each task of a wave should hold, the most first: each round of one task a slot takes a quarter of what
 * is left (factoring; Hummel, Schonberg and Flynn 1992, who take a half). Tasks are taken as slots come free, so that the
 * last ones, which decide when the wave ends, are short, however wrong a prediction was or however unequal machines are.
 *
 * @param longest that a task should be, in the unit of the work
 * @param shortest likewise: below this, starting a task is a good part of it
 * @param atOnce pages of a task that a model reads at once. A task holds as many at least: its slot takes no other before
 *     the last of them is read
 */
record TaskSizes(double longest, double shortest, int atOnce) {

    private static final double SHARE = 0.25;

    /** For pages that a model reads, each of so much work. */
    TaskSizes ofPages(double each) {
        return new TaskSizes(longest, Math.max(shortest, atOnce * each), atOnce);
    }

    /** Sizes that add up to the work; at least one. */
    List<Double> of(double work, int slots) {
        List<Double> sizes = new ArrayList<>();
        double left = work;
        while (left > 0 || sizes.isEmpty()) {
            double size = Math.max(Math.min(SHARE * left / slots, longest), shortest);
            for (int slot = 0; slot < slots && (left > 0 || sizes.isEmpty()); slot++) {
                sizes.add(Math.min(size, left));
                left -= size;
            }
        }
        return sizes;
    }
}
