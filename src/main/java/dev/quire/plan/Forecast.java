package dev.quire.plan;

import dev.quire.plan.cost.PageCost;

/**
 * What a run will take, before the model reads its first page.
 *
 * @param modelPages that the model has to read
 * @param textLayerPages that are read from their text layer
 * @param unreadable documents that cannot be opened
 * @param fragments that the documents are cut into
 * @param partitions tasks that read them, over all waves
 * @param cost of all pages
 * @param seconds from the first page to the last
 * @param deviceHours for which the devices are taken up
 * @param price of these, NaN where no price of an hour is known
 * @param longestSeconds how long the costliest fragment takes: no run is shorter
 * @param longest that fragment
 */
public record Forecast(
        long modelPages,
        long textLayerPages,
        long unreadable,
        int fragments,
        int partitions,
        int waves,
        PageCost cost,
        double seconds,
        double deviceHours,
        double price,
        double longestSeconds,
        FragmentKey longest) {

    private static final FragmentKey NONE = new FragmentKey(0, 0);

    static Forecast of(PagePlan plan, FragmentCosts fragments, Cluster cluster, double devicePrice) {
        long model = 0;
        long rows = 0;
        long unreadable = 0;
        int longest = -1;
        for (int i = 0; i < fragments.size(); i++) {
            rows += fragments.rows(i);
            model += fragments.model(i) ? fragments.rows(i) : 0;
            unreadable += fragments.firstPage(i) == 0 ? 1 : 0;
            longest = longest < 0 || fragments.cost(i) > fragments.cost(longest) ? i : longest;
        }
        double millis =
                plan.waves().stream().mapToDouble(PagePlan.Wave::makespan).sum();
        double seconds = cluster.overlap() * millis / 1_000;
        double deviceHours = seconds * cluster.devices() / 3_600;
        return new Forecast(
                model,
                rows - model - unreadable,
                unreadable,
                fragments.size(),
                plan.waves().stream().mapToInt(PagePlan.Wave::partitions).sum(),
                plan.waves().size(),
                fragments.total(),
                seconds,
                deviceHours,
                devicePrice == 0 ? Double.NaN : deviceHours * devicePrice,
                longest < 0 ? 0 : fragments.cost(longest) / 1_000,
                longest < 0 ? NONE : fragments.key(longest));
    }

    /** Rows that the run adds to the pages table. */
    public long pages() {
        return modelPages + textLayerPages + unreadable;
    }
}
