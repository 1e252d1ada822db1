package dev.quire.device;

import java.io.Serializable;

/**
 * How full an engine's batches were, in sums over its calls.
 *
 * @param places for pages in the batches that it computed
 * @param taken of these
 * @param computed in whatever unit: pixels, tokens
 * @param padding of it: what was computed only to make shapes equal
 */
public record EngineLoad(double places, double taken, double computed, double padding) implements Serializable {

    public static final EngineLoad NONE = new EngineLoad(0, 0, 0, 0);

    public EngineLoad plus(EngineLoad other) {
        return new EngineLoad(
                places + other.places, taken + other.taken, computed + other.computed, padding + other.padding);
    }

    public EngineLoad minus(EngineLoad other) {
        return new EngineLoad(
                places - other.places, taken - other.taken, computed - other.computed, padding - other.padding);
    }

    /** Pages in a batch, of those that it has places for; NaN where the engine does not say. */
    public double fill() {
        return places == 0 ? Double.NaN : taken / places;
    }

    /** The share of the work that was padding; NaN where the engine does not say. */
    public double paddingShare() {
        return computed == 0 ? Double.NaN : padding / computed;
    }
}
