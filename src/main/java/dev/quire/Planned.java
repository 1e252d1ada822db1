package dev.quire;

import dev.quire.plan.Cluster;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.source.Inventory;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;

/**
 * What there is to do, and how it will be done; nothing is read yet.
 *
 * @param skipped documents that the tables hold already
 * @param all the others, opened
 */
record Planned(
        Inventory inventory,
        long skipped,
        JavaRDD<ScannedDocument> all,
        Cluster cluster,
        CostHistory history,
        CostModel costs,
        Planner.Work work) {

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
