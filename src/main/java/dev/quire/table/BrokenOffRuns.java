package dev.quire.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.not;

import dev.quire.observe.RunId;
import dev.quire.observe.RunReport;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Runs that landed pages or documents and ended before they gave an account of them: a later run counts what is there, so
 * that {@code runs} speaks for every page in the tables.
 */
record BrokenOffRuns(PageTable pages, DocumentTable documents, RunTable runs) {

    private static final String RUN = "run_id";

    /** Their names. Only for who holds the output: then no other run can be at work. */
    List<String> find() {
        return pages.files()
                .read()
                .select(RUN)
                .union(documents.files().read().select(RUN))
                .distinct()
                .join(runs.files().read(), RUN, "left_anti")
                .orderBy(RUN)
                .as(Encoders.STRING())
                .collectAsList();
    }

    /** Lands the row of one. */
    void account(String id) {
        RunReport.Pages read = RunCounts.pages(pages.ofRun(id));
        RunReport.Documents merged = RunCounts.documents(documents.ofRun(id));
        long unbalanced = unbalanced(id);
        Timestamp finished = finished(id);
        runs.landBrokenOff(Map.ofEntries(
                Map.entry(RUN, id),
                Map.entry("started_at", RunId.started(id).map(Timestamp::from).orElse(finished)),
                Map.entry("finished_at", finished),
                Map.entry("broken_off", true),
                Map.entry("balanced", unbalanced == 0),
                Map.entry("pages_in", read.all()),
                Map.entry("pages_ok", read.ok()),
                Map.entry("pages_text_layer", read.textLayer()),
                Map.entry("pages_blank", read.blank()),
                Map.entry("pages_failed", read.failed()),
                Map.entry("unbalanced_documents", unbalanced),
                Map.entry("documents_complete", merged.complete()),
                Map.entry("documents_partial", merged.partial()),
                Map.entry("documents_failed", merged.failed()),
                Map.entry("errors", RunTable.scala(read.errors())),
                Map.entry("tokens", read.cost().tokens())));
    }

    /** Its documents whose landed pages are not the pages that they have. */
    private long unbalanced(String id) {
        Dataset<Row> landed = pages.files().read().select("document_id", "content_key", "page");
        return documents
                .ofRun(id)
                .join(landed, Columns.shared("document_id", "content_key"), "left_outer")
                .groupBy("document_id")
                .agg(
                        first("pages_expected").as("pages_expected"),
                        count("page").as("landed"),
                        countDistinct(col("page")).as("distinct_pages"))
                .where(not(DocumentTable.balanced()))
                .count();
    }

    /** When its last document landed; now, where none did. */
    private Timestamp finished(String id) {
        Row last = documents.ofRun(id).selectExpr("max(finished_at)").first();
        return last.isNullAt(0) ? Timestamp.from(Instant.now()) : last.getTimestamp(0);
    }
}
