package dev.quire.device;

import java.io.Serializable;

/**
 * A device over a second or more.
 *
 * @param from and {@code until}, by the executor's clock, in milliseconds
 * @param fed share of that time in which its engine had pages
 * @param use mean share of time in which the device computed anything; NaN where nobody tells
 * @param memory share that was taken at the end; NaN likewise
 * @param temperature at the end, in degrees Celsius; NaN likewise
 */
record DeviceSample(long from, long until, double fed, double use, double memory, double temperature)
        implements Serializable {

    /** Milliseconds of this sample that lie in the given time. */
    double overlap(double start, double end) {
        return Math.max(0, Math.min((double) until, end) - Math.max((double) from, start));
    }

    boolean busy() {
        return fed > 0;
    }
}
