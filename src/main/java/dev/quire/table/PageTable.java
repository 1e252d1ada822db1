package dev.quire.table;

import static org.apache.spark.sql.functions.col;

import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineFactory;
import dev.quire.plan.LostPage;
import dev.quire.plan.cost.CostModel;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table {@code pages}: checkpoint, quarantine and audit trail of every page. */
public record PageTable(SparkSession spark, DeltaFiles files) {

    /** Of a part of a run: {@code name} is its writer's alone, in this start of the run. */
    public PageWriter writer(String runId, String name, EngineFactory engine, CostModel costs) {
        return new PageWriter(spark, files, runId, name, engine, costs);
    }

    /**
     * Pages that failed for a reason that may have passed, suspects first.
     *
     * @param waves of the run
     */
    public List<LostPage> lost(String runId, List<Integer> waves, int most) {
        Dataset<Row> failed = ofRun(runId)
                .where(col("status").equalTo("FAILED"))
                .where(col("error_class").isin(DocumentTable.passingClasses()))
                .where(col("page").gt(0))
                .where(col("wave").isin(waves.toArray()));
        return failed
                .orderBy(col("error_class").equalTo(ErrorClass.SUSPECT.name()).desc(), col("document_id"), col("page"))
                .select("fragment_id", "page", "attempt_errors")
                .limit(most)
                .collectAsList()
                .stream()
                .map(row -> new LostPage(
                        row.getString(0),
                        row.getInt(1),
                        row.<String>getList(2).stream().map(ErrorClass::valueOf).toList()))
                .toList();
    }

    /** Removes rows that no longer belong to their document: of an earlier content, or of pages that it has no more. */
    void removeStale(Dataset<Row> expected) {
        files.merge(() -> files.table()
                .as("old")
                .merge(expected.as("new"), "old.document_id = new.document_id")
                .whenMatched("old.content_key <> new.content_key OR (old.page = 0) = (new.error_class IS NULL)"
                        + " OR old.page > new.pages_expected")
                .delete()
                .execute());
    }

    Dataset<Row> ofRun(String runId) {
        return files.read().where(col("run_id").equalTo(runId));
    }
}
