package dev.quire.table;

import dev.quire.infer.EngineFactory;
import dev.quire.infer.PageResult;
import dev.quire.plan.PagePlan;
import dev.quire.plan.cost.CostModel;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Lands waves of one part of a run in {@code pages}.
 *
 * @param name of the writer: Delta skips a commit that it has seen from the same one
 * @param engine that reads what no row names another for
 */
public record PageWriter(
        SparkSession spark, DeltaFiles files, String runId, String name, EngineFactory engine, CostModel costs) {

    /**
     * In one commit. New documents are appended while they are read; pages of known documents replace their rows, for which
     * the wave is read first and kept on the executors' disks, so that no page is read twice.
     *
     * @param number of the wave in its run
     */
    public void land(JavaRDD<PageResult> results, PagePlan.Wave wave, int number) {
        Dataset<Row> rows = spark.createDataFrame(
                results.map(new PageRows(runId, number, engine.id(), engine.version(), costs)),
                PageRows.COLUMNS.schema());
        if (wave.known()) {
            Dataset<Row> kept = rows.persist(StorageLevel.DISK_ONLY());
            // A page that ends an executor must not do so inside of the merge, whose own state would die with it
            kept.count();
            files.upsert(kept, "old.document_id = new.document_id AND old.page = new.page");
            kept.unpersist();
        } else {
            files.append(rows, name + "/pages", number);
        }
    }
}
