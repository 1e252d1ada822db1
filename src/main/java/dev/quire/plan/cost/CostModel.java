package dev.quire.plan.cost;

import dev.quire.document.PageFacts;
import java.io.Serializable;
import java.util.List;

/**
 * Predicts what pages cost, from what is known of them before they are drawn.
 *
 * @param tasksInTurn tasks that share a device: while it reads a page of one of them, the others wait for theirs
 */
public record CostModel(LinearCost model, LinearCost textLayer, int tasksInTurn) implements Serializable {

    /** For a cluster without a history. */
    public static CostModel of(CostPrior engine, int tasksInTurn) {
        return new CostHistory().model(engine, tasksInTurn);
    }

    public PageCost price(PageFacts page) {
        return (page.trust().trusted() ? textLayer : model).price(PageFeatures.of(page));
    }

    public PageCost price(List<PageFacts> pages) {
        return pages.stream().map(this::price).reduce(PageCost.NONE, PageCost::plus);
    }

    /** How long a task is busy with pages of this cost: its core draws them, and it waits for its share of the device. */
    public double taskMillis(PageCost cost) {
        return cost.renderMillis() + tasksInTurn * cost.inferMillis();
    }
}
