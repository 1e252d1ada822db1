package dev.quire.table;

import static org.apache.spark.sql.functions.col;

import dev.quire.config.SplitStrategy;
import dev.quire.infer.EngineFactory;
import dev.quire.merge.MergePages;
import dev.quire.notify.Notice;
import dev.quire.observe.RunReport;
import dev.quire.plan.ScannedDocument;
import dev.quire.source.DocumentRef;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
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

    /** Gives the account of runs that ended before they could, and names them. */
    public List<String> accountForBrokenOff() {
        BrokenOffRuns broken = new BrokenOffRuns(pages, documents, runs);
        List<String> ids = broken.find();
        if (!ids.isEmpty()) {
            createIfAbsent();
            ids.forEach(broken::account);
        }
        return ids;
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
        return new Remaining(documents, pages, reprocess).of(listing, merge);
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
        return RunCounts.pages(pages.ofRun(runId));
    }

    /** Adds what the run's pages took to what is known of costs. */
    public void learn(String runId, EngineFactory engine) {
        costs.learn(pages.ofRun(runId), runId, engine);
    }

    /** The run's documents by status. */
    public RunReport.Documents documentsOf(String runId) {
        return RunCounts.documents(documents.ofRun(runId));
    }

    /** What is odd about the run's documents, counted. */
    public List<RunReport.IssueCount> issuesOf(String runId) {
        return documents.issuesOf(runId);
    }

    /** Where the documents lie that the run has read. */
    public Dataset<Row> pathsOf(String runId) {
        return documents.ofRun(runId).select("path");
    }
}
