package dev.quire.plan.cost;

import java.util.HashMap;
import java.util.Map;

/** What earlier runs measured of one version of an engine, by where the text came from and by kind of host. */
public final class CostHistory {

    /** What is left of older pages when a run brings new ones: 0.7 old + 0.3 new, as in the original load balancer. */
    private static final double FADED = 0.7;

    private final Map<Kind, CostSamples> samples = new HashMap<>();

    /**
     * Pages whose costs compare.
     *
     * @param textLayer whether they were read from their text layer
     * @param host kind of machine: processor or device
     */
    public record Kind(boolean textLayer, String host) implements java.io.Serializable {}

    /** Adds what a table or a run holds of one kind; returns this. */
    public CostHistory with(Kind kind, CostSamples measured) {
        samples.put(kind, measured);
        return this;
    }

    /** Measured pages, older ones by what is left of them. */
    public double pages() {
        return samples.values().stream().mapToDouble(CostSamples::pages).sum();
    }

    public CostSamples of(Kind kind) {
        return samples.getOrDefault(kind, new CostSamples());
    }

    /** A run's pages with those of this history behind them. Few pages do not make old ones fade. */
    public CostSamples followedBy(Kind kind, CostSamples run) {
        return run.plus(of(kind), run.pages() < CostSamples.FEWEST ? 1 : FADED);
    }

    /** The model of all kinds of host together, each by its share of pages: which host reads a page is not planned. */
    public CostModel model(CostPrior engine, int tasksInTurn) {
        return new CostModel(pooled(false).fit(engine), pooled(true).fit(CostPrior.TEXT_LAYER), tasksInTurn);
    }

    private CostSamples pooled(boolean textLayer) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().textLayer() == textLayer)
                .map(Map.Entry::getValue)
                .reduce(new CostSamples(), (sum, next) -> sum.plus(next, 1));
    }
}
