package dev.quire.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.quire.document.ErrorClass;
import dev.quire.notify.Notice;
import dev.quire.observe.RunReport;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** The table {@code documents}: the text of each document, and whether all of it is there. */
public record DocumentTable(DeltaFiles files) {

    /**
     * Each expected document with its landed pages: their contents in page order, counts by status, and
     * {@code balanced}, whether the pages that it has are the pages that landed.
     */
    static Dataset<Row> regroup(Dataset<Row> expected, Dataset<Row> pages) {
        Dataset<Row> grouped = pages.join(
                        expected.select("document_id", "content_key"),
                        Columns.shared("document_id", "content_key"),
                        "left_semi")
                .groupBy("document_id")
                .agg(
                        PageContents.gathered().as("contents"),
                        count(lit(1)).as("landed"),
                        countDistinct(col("page")).as("distinct_pages"),
                        joined("engine"),
                        joined("engine_version"),
                        countOf(col("status").equalTo("OK")).as("pages_ok"),
                        countOf(col("status").equalTo("BLANK")).as("pages_blank"),
                        countOf(col("status").equalTo("FAILED")).as("pages_failed"),
                        countOf(col("error_class").isin(passingClasses())).as("pages_retryable"));
        return expected.join(grouped, "document_id").withColumn("balanced", balanced());
    }

    /** Lands regrouped documents: new ones are appended, known ones replace their row. */
    void land(Dataset<Row> regrouped, DocumentRows rows, String writer) {
        Dataset<Row> fresh = regrouped.where(not(col("known")));
        Dataset<Row> known = regrouped.where(col("known"));
        files.append(fresh.map(rows, Encoders.row(DocumentRows.COLUMNS.schema())), writer + "/documents", 0);
        if (!known.isEmpty()) {
            files.upsert(
                    known.map(rows, Encoders.row(DocumentRows.COLUMNS.schema())), "old.document_id = new.document_id");
        }
    }

    /** Issues of the run's documents by type, in the order of the types' names. */
    List<RunReport.IssueCount> issuesOf(String runId) {
        return ofRun(runId)
                .select(explode(col("issues")).as("issue"))
                .groupBy("issue.type")
                .agg(count(lit(1)), countOf(col("issue.repaired")))
                .orderBy("type")
                .collectAsList()
                .stream()
                .map(row -> new RunReport.IssueCount(row.getString(0), row.getLong(1), row.getLong(2)))
                .toList();
    }

    Dataset<Row> ofRun(String runId) {
        return files.read().where(col("run_id").equalTo(runId));
    }

    /** One by one: there may be more than a driver holds. */
    Iterator<Notice> landed(Dataset<Row> expected, String runId) {
        Iterator<Row> rows = ofRun(runId)
                .join(expected.select("document_id"), Columns.shared("document_id"), "left_semi")
                .select("document_id", "path", "status", "pages_expected", "pages_ok", "pages_failed")
                .toLocalIterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Notice next() {
                Row row = rows.next();
                return new Notice(
                        runId,
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5));
            }
        };
    }

    /** Failed pages that another run may read. */
    static Object[] passingClasses() {
        return Arrays.stream(ErrorClass.values())
                .filter(ErrorClass::passing)
                .map(Enum::name)
                .toArray();
    }

    /** Of the models that had to do with a document's pages, in the order of their names. */
    private static Column joined(String field) {
        return expr("array_join(transform(sort_array(collect_set(struct(engine, engine_version))), model -> model.%s), ', ')"
                        .formatted(field))
                .as(field);
    }

    private static Column countOf(Column condition) {
        return coalesce(count(when(condition, lit(1))), lit(0));
    }

    /** Over {@code pages_expected}, {@code landed} and {@code distinct_pages}. */
    static Column balanced() {
        return col("landed")
                .equalTo(col("pages_expected"))
                .and(col("distinct_pages").equalTo(col("pages_expected")));
    }
}
