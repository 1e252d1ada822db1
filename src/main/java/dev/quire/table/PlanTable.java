package dev.quire.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.quire.infer.EngineFactory;
import dev.quire.observe.PlanReport;
import dev.quire.plan.Forecast;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The table {@code plans}: what was forecast by {@code quire plan}. */
public record PlanTable(SparkSession spark, DeltaFiles files) {

    static final Columns COLUMNS = new Columns("plans", "One row for each `quire plan` that found something to read.")
            .add("plan_id", StringType, false, "Start time and a random part.")
            .add("created_at", TimestampType, false, "When the forecast was made.")
            .add("engine", StringType, false, "The model and its version.")
            .add("documents", LongType, false, "That a run would read.")
            .add("documents_skipped", LongType, false, "Done by an earlier run.")
            .add(
                    "documents_deferred",
                    LongType,
                    false,
                    "Known documents that cannot be opened for a passing reason: their rows stay.")
            .add(
                    "files_hidden",
                    LongType,
                    false,
                    "PDFs and images with a name in their path that begins with `_` or `.`.")
            .add("pages", LongType, false, "That a run would land; a document that cannot be opened counts as one.")
            .add("pages_model", LongType, false, "Of these, for the model.")
            .add("pages_text_layer", LongType, false, "Of these, from their text layer, without the model.")
            .add("documents_unreadable", LongType, false, "Of these, documents that cannot be opened.")
            .add("fragments", IntegerType, false, "Pages that travel together.")
            .add("partitions", IntegerType, false, "Tasks, over all waves.")
            .add("waves", IntegerType, false, "Of pages that land together.")
            .add("devices", IntegerType, false, "That would read; on the CPU, executors.")
            .add("slots", IntegerType, false, "Tasks that run at once.")
            .add("seconds", DoubleType, false, "From the first page to the last.")
            .add("device_hours", DoubleType, false, "For which devices are taken up.")
            .add("price", DoubleType, true, "Of these hours; null without `spark.quire.plan.device-price`.")
            .add("tokens", DoubleType, false, "That a generative model would write.")
            .add("longest_seconds", DoubleType, false, "Of the costliest fragment: no run is shorter.")
            .add("longest_path", StringType, false, "Its document.")
            .add("longest_page", IntegerType, false, "Its first page.")
            .add(
                    "learned_pages",
                    DoubleType,
                    false,
                    "Measured pages that the forecast rests on; 0 for the prior alone.")
            .add(
                    "reasons",
                    createMapType(StringType, LongType, true),
                    false,
                    "Pages by why they are read from their text layer or by the model, as `source_reason`.")
            .add("unreadable", createMapType(StringType, LongType, true), false, "Unreadable documents by error class.")
            .add("inputs", createArrayType(StringType, true), false, "What was listed.");

    /** Keeps a forecast; gives it as one line of JSON. */
    public String land(PlanReport report, EngineFactory engine) {
        Dataset<Row> rows = spark.createDataFrame(List.of(row(report, engine)), COLUMNS.schema());
        files.createIfAbsent();
        files.append(rows, report.planId() + "/plans", 0);
        return rows.toJSON().first();
    }

    private static Row row(PlanReport report, EngineFactory engine) {
        Forecast forecast = report.forecast();
        return RowFactory.create(
                report.planId(),
                Timestamp.from(report.created()),
                RunTable.name(engine),
                report.documents(),
                report.listing().skipped(),
                report.listing().deferred(),
                (long) report.listing().hidden().size(),
                forecast.pages(),
                forecast.modelPages(),
                forecast.textLayerPages(),
                forecast.unreadable(),
                forecast.fragments(),
                forecast.partitions(),
                forecast.waves(),
                report.cluster().devices(),
                report.cluster().slots(),
                forecast.seconds(),
                forecast.deviceHours(),
                RunTable.orNull(forecast.price()),
                forecast.cost().tokens(),
                forecast.longestSeconds(),
                report.longestPath(),
                forecast.longest().firstPage(),
                report.learnedPages(),
                RunTable.scala(report.reasons()),
                RunTable.scala(report.unreadable()),
                report.listing().inputs().toArray(String[]::new));
    }
}
