package dev.quire;

import dev.quire.plan.Cluster;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.source.Inventory;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What there is to do, and how it will be done; nothing is read yet.
 *
 * @param listing every document that was found, with its priority
 * @param open of these, how many the tables do not hold, by priority
 * @param all of these, opened
 * @param firstWave the number in the run of the plan's first wave
 */
record Planned(
        Inventory inventory,
        Dataset<Row> listing,
        Map<String, Long> open,
        JavaRDD<ScannedDocument> all,
        Cluster cluster,
        CostHistory history,
        CostModel costs,
        Planner.Work work,
        int firstWave) {

    /** Documents of this run. */
    long documents() {
        return open.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Documents that the tables hold already. */
    long skipped() {
        return listing.count() - documents();
    }

    /** The number of a wave in its run. */
    int number(PagePlan.Wave wave) {
        return firstWave + wave.number();
    }

    /** As the Spark UI shows it. */
    String name(PagePlan.Wave wave) {
        return "read wave %d (%d pages)".formatted(number(wave), wave.rows());
    }

    /** Those that this run reads. */
    JavaRDD<ScannedDocument> scanned() {
        return all.filter(document -> !document.deferred());
    }

    /** Pages by why they are read from their text layer, or by the model. */
    Map<String, Long> reasons() {
        return work.fragments()
                .flatMap(fragment -> fragment.pages().iterator())
                .map(page -> page.trust().name())
                .countByValue();
    }

    /** Documents that cannot be opened, by error class. */
    Map<String, Long> unreadable() {
        return scanned()
                .filter(document -> document.failure() != null)
                .map(document ->
                        Objects.requireNonNull(document.failure()).errorClass().name())
                .countByValue();
    }

    /** Known documents that cannot be opened for a passing reason. */
    long deferred() {
        return all.filter(ScannedDocument::deferred).count();
    }
}
