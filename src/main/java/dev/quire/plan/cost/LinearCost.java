package dev.quire.plan.cost;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A cost that is linear in {@link PageFeatures}, with weights of at least 0. */
final class LinearCost implements Serializable {

    private final double[] render;
    private final double[] infer;
    private final double[] tokens;

    LinearCost(double[] render, double[] infer, double[] tokens) {
        this.render = render;
        this.infer = infer;
        this.tokens = tokens;
    }

    static LinearCost of(CostPrior prior) {
        return new LinearCost(
                PageFeatures.ofDensity(prior.renderMillis()),
                PageFeatures.ofDensity(prior.inferMillis()),
                PageFeatures.ofDensity(prior.tokens()));
    }

    PageCost price(double[] features) {
        return new PageCost(
                PageFeatures.product(render, features),
                PageFeatures.product(infer, features),
                PageFeatures.product(tokens, features));
    }

    /** What a unit of each feature costs. */
    Map<String, PageCost> readable() {
        Map<String, PageCost> costs = new LinkedHashMap<>();
        for (int i = 0; i < PageFeatures.COUNT; i++) {
            double[] unit = new double[PageFeatures.COUNT];
            unit[i] = 1;
            costs.put(PageFeatures.NAMES.get(i), price(unit));
        }
        return costs;
    }
}
