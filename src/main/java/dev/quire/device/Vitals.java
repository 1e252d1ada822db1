package dev.quire.device;

/**
 * What a probe says of a device at one moment; NaN what it does not know.
 *
 * @param use share of the last second in which it computed anything
 * @param memory share of its memory that is taken, by whomever
 * @param temperature in degrees Celsius
 * @param errors of its memory that could not be corrected, since its driver was loaded
 */
record Vitals(double use, double memory, double temperature, double errors) {

    static final Vitals UNKNOWN = new Vitals(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
