package dev.quire.plan.cost;

import java.io.Serializable;

/**
 * What a page costs before anything was measured, for each unit of its {@linkplain PageFeatures#density density}.
 *
 * @param renderMillis of a core
 * @param inferMillis of the device, or of a core where the engine computes on cores
 * @param tokens that a generative model writes, 0 for others
 */
public record CostPrior(double renderMillis, double inferMillis, double tokens) implements Serializable {

    /** Pages that are read from their text layer: measured on two cores, see docs/benchmarks.md. */
    public static final CostPrior TEXT_LAYER = new CostPrior(5, 0, 0);
}
