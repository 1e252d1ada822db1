package dev.quire.plan.cost;

import java.io.Serializable;

/**
 * What a page costs, predicted or measured.
 *
 * @param renderMillis of a core, to draw the page or to read its text layer
 * @param inferMillis of the device: while n pages are read at once, each takes an n-th of it; of a core, where engines
 *     compute on cores
 * @param tokens that a generative model writes, 0 for others
 */
public record PageCost(double renderMillis, double inferMillis, double tokens) implements Serializable {

    public static final PageCost NONE = new PageCost(0, 0, 0);

    public PageCost plus(PageCost other) {
        return new PageCost(renderMillis + other.renderMillis, inferMillis + other.inferMillis, tokens + other.tokens);
    }
}
