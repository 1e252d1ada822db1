package dev.quire.table;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.quire.config.SplitStrategy;
import dev.quire.infer.EngineFactory;
import dev.quire.merge.MergePages;
import dev.quire.notify.Notice;
import dev.quire.observe.RunReport;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The Delta tables under one root. */
public record Tables(
        SparkSession spark, PageTable pages, DocumentTable documents, RunTable runs, CostTable costs, PlanTable plans) {

    public static Tables at(SparkSession spark, String root) {
        return at(spark, root, () -> {});
    }

    /**
     * The same, for a run that may lose the right to write them.
     *
     * @param check throws where it has
     */
    public static Tables at(SparkSession spark, String root, Runnable check) {
        return new Tables(
                spark,
                new PageTable(spark, new DeltaFiles(spark, at(root, "pages"), PageRows.COLUMNS, check)),
                new DocumentTable(new DeltaFiles(spark, at(root, "documents"), DocumentRows.COLUMNS, check)),
                new RunTable(spark, new DeltaFiles(spark, at(root, "runs"), RunTable.COLUMNS, check)),
                new CostTable(spark, new DeltaFiles(spark, at(root, "page_costs"), CostTable.COLUMNS, check)),
                new PlanTable(spark, new DeltaFiles(spark, at(root, "plans"), PlanTable.COLUMNS, check)));
    }

    /** Delta takes file:///tables for another place than file:/tables. */
    private static String at(String root, String table) {
        return new Path(root, table).toString();
    }

    public void createIfAbsent() {
        all().forEach(DeltaFiles::createIfAbsent);
    }

    /** Keeps a driver that holds the output no more from committing what it has begun. */
    public void fence(long lease) {
        all().stream().filter(DeltaFiles::exists).forEach(table -> table.fence(lease));
    }

    /** Whether a run has written here. */
    public boolean exist() {
        return pages.files().exists() && documents.files().exists();
    }

    /** Makes {@code pages}, {@code documents}, {@code runs}, {@code page_costs} and {@code plans} known to SQL. */
    public void registerViews() {
        all().forEach(table ->
                table.read().createOrReplaceTempView(table.columns().table()));
    }

    private List<DeltaFiles> all() {
        return List.of(pages.files(), documents.files(), runs.files(), costs.files(), plans.files());
    }

    /** Which listed documents a run reads again although the tables hold them. */
    public enum Reprocess {
        /** Those with pages that failed for a passing reason. */
        NONE,
        /** Those with any failed page. */
        FAILED,
        /** All. */
        ALL
    }

    /**
     * The listed documents that are not done: new ones, changed ones, and those of which pages are missing or to be read
     * again.
     *
     * <p>A document that another version of the merge has put together is not done either: its landed pages are merged
     * again, and none is read.
     *
     * @param listing columns as {@link dev.quire.source.Priorities#of} gives them
     */
    public JavaRDD<DocumentRef> remaining(Dataset<Row> listing, Reprocess reprocess, MergePages merge) {
        Dataset<Row> done = documents
                .files()
                .read()
                .where(finished(reprocess)
                        .and(col("merge_version").equalTo(merge.version()))
                        .and(col("page_separator").equalTo(merge.separator())))
                .select(col("document_id"), col("content_key"));
        Dataset<Row> open = listing.join(done, shared("document_id", "content_key"), "left_anti");
        Dataset<Row> landed = pages.files()
                .read()
                .select(
                        col("document_id"),
                        col("content_key").as("landed_key"),
                        col("page"),
                        col("status"),
                        col("error_class"))
                .join(open.select("document_id", "content_key"), "document_id")
                .groupBy("document_id")
                .agg(
                        sort_array(collect_set(when(keeps(reprocess), col("page"))))
                                .as("landed"),
                        lit(true).as("known"));
        return open.join(landed, shared("document_id"), "left_outer")
                .select(
                        col("document_id"),
                        col("path"),
                        col("length"),
                        col("modified"),
                        col("content_key"),
                        coalesce(col("landed"), array().cast("array<int>")),
                        coalesce(col("known"), lit(false)),
                        col("priority"))
                .javaRDD()
                .map(new ToDocumentRef());
    }

    /** What the run's documents have to hold when it is done, and how they are cut. */
    public Dataset<Row> expected(JavaRDD<ScannedDocument> scanned, SplitStrategy asked) {
        return spark.createDataFrame(scanned.map(new ExpectedRows(asked)), ExpectedRows.SCHEMA);
    }

    /** Removes pages that their documents have no more, and puts the landed pages to each expected document. */
    public Dataset<Row> regroup(Dataset<Row> expected) {
        Dataset<Row> known = expected.where(col("known"));
        if (!known.isEmpty()) {
            pages.removeStale(known);
        }
        return DocumentTable.regroup(expected, pages.files().read());
    }

    /** Lands regrouped documents as their merged text. */
    public void landDocuments(Dataset<Row> regrouped, MergePages merge, String runId, String writer) {
        DocumentRows rows = new DocumentRows(merge, runId, Timestamp.from(Instant.now()));
        documents.land(regrouped, rows, writer);
    }

    /** What became of the run's documents, of those that are expected. */
    public Iterator<Notice> landed(Dataset<Row> expected, String runId) {
        return documents.landed(expected, runId);
    }

    /** Documents of which not every page landed, or one landed twice. */
    public long unbalanced(Dataset<Row> expected, Dataset<Row> regrouped) {
        return expected.count() - regrouped.where(col("balanced")).count();
    }

    /** The run's pages by status and error class, and their times, counted from the table. */
    public RunReport.Pages pagesOf(String runId) {
        Dataset<Row> rows = pages.ofRun(runId);
        Map<String, Long> byStatus = counts(rows, col("status"));
        Map<String, Long> errors = counts(rows.where(col("error_class").isNotNull()), col("error_class"));
        List<Long> milliseconds = rows
                .where(col("status").equalTo("OK"))
                .selectExpr("coalesce(percentile_approx(render_ms + engine_ms, array(0.5, 0.95, 0.99)),"
                        + " cast(array() AS array<int>))")
                .first()
                .<Integer>getList(0)
                .stream()
                .map(Integer::longValue)
                .toList();
        Row cost = CostRows.measured(rows)
                .agg(
                        total("render_ms"),
                        total("infer_ms"),
                        total("tokens"),
                        CostRows.mape(),
                        CostRows.error(),
                        CostRows.bias())
                .first();
        return new RunReport.Pages(
                byStatus.getOrDefault("OK", 0L),
                rows.where(col("source").equalTo("TEXT_LAYER")).count(),
                byStatus.getOrDefault("BLANK", 0L),
                byStatus.getOrDefault("FAILED", 0L),
                errors,
                milliseconds,
                new PageCost(cost.getDouble(0), cost.getDouble(1), cost.getDouble(2)),
                cost.isNullAt(3)
                        ? null
                        : new RunReport.CostError(cost.getDouble(3), cost.getDouble(4), cost.getDouble(5)));
    }

    /** Adds what the run's pages took to what is known of costs. */
    public void learn(String runId, EngineFactory engine) {
        costs.learn(pages.ofRun(runId), runId, engine);
    }

    /** The run's documents by status. */
    public RunReport.Documents documentsOf(String runId) {
        Map<String, Long> byStatus =
                counts(documents.files().read().where(col("run_id").equalTo(runId)), col("status"));
        return new RunReport.Documents(
                byStatus.getOrDefault("COMPLETE", 0L),
                byStatus.getOrDefault("PARTIAL", 0L),
                byStatus.getOrDefault("FAILED", 0L));
    }

    /** What is odd about the run's documents, counted. */
    public List<RunReport.IssueCount> issuesOf(String runId) {
        return documents.issuesOf(runId);
    }

    private static Column total(String column) {
        return coalesce(sum(column), lit(0)).cast("double");
    }

    /** Where the documents lie that the run has read. */
    public Dataset<Row> pathsOf(String runId) {
        return documents.files().read().where(col("run_id").equalTo(runId)).select("path");
    }

    private static Map<String, Long> counts(Dataset<Row> rows, Column column) {
        Map<String, Long> counts = new HashMap<>();
        rows.groupBy(column).count().collectAsList().forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    private static Column finished(Reprocess reprocess) {
        return switch (reprocess) {
            case NONE -> col("pages_retryable").equalTo(0);
            case FAILED -> col("pages_failed").equalTo(0);
            case ALL -> lit(false);
        };
    }

    /** Whether a landed row is kept: read under the same key, or failed for good. */
    private static Column keeps(Reprocess reprocess) {
        Column same =
                col("landed_key").equalTo(col("content_key")).and(col("page").gt(0));
        Column read = col("status").notEqual("FAILED");
        return switch (reprocess) {
            case NONE ->
                same.and(read.or(
                        col("error_class").isin(DocumentTable.passingClasses()).unary_$bang()));
            case FAILED -> same.and(read);
            case ALL -> lit(false);
        };
    }

    private static scala.collection.immutable.Seq<String> shared(String... columns) {
        return scala.collection.immutable.ArraySeq.unsafeWrapArray(columns);
    }

    private record ToDocumentRef() implements Function<Row, DocumentRef> {

        @Override
        public DocumentRef call(Row row) {
            return new DocumentRef(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getTimestamp(3).getTime(),
                    row.getString(4),
                    row.getList(5),
                    row.getBoolean(6),
                    Priority.valueOf(row.getString(7)));
        }
    }
}
