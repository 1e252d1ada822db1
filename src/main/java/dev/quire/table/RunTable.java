package dev.quire.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.quire.device.DeviceUse;
import dev.quire.infer.EngineFactory;
import dev.quire.observe.RunReport;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The table {@code runs}: what each run did, and that it balances. */
public record RunTable(SparkSession spark, DeltaFiles files) {

    private static final int LAST_RUNS = 10;
    /** Seconds: of shorter runs the commits take most of the time. */
    private static final double SHORTEST_WORK = 60;

    private static final StructType DEVICE = new StructType()
            .add("device", StringType, true)
            .add("fed", DoubleType, true)
            .add("use", DoubleType, true)
            .add("first_busy", TimestampType, true)
            .add("last_busy", TimestampType, true)
            .add("memory", DoubleType, true)
            .add("temperature", DoubleType, true)
            .add("use_over_time", createArrayType(DoubleType, true), true);

    private static final StructType ISSUES = new StructType()
            .add("type", StringType, true)
            .add("count", LongType, true)
            .add("repaired", LongType, true);

    static final Columns COLUMNS = new Columns(
                    "runs",
                    "One row for each run that had something to read. A run whose driver died or that failed has one when the next run begins.")
            .add("run_id", StringType, false, "Start time and a random part.")
            .add("started_at", TimestampType, false, "When the run began.")
            .add("finished_at", TimestampType, false, "When its last document had landed.")
            .add(
                    "balanced",
                    BooleanType,
                    false,
                    "`pages_in = pages_ok + pages_blank + pages_failed`, for the run and for each document.")
            .add(
                    "pages_in",
                    LongType,
                    false,
                    "Pages that the plan gave out; a document that cannot be opened counts as one.")
            .add("pages_ok", LongType, false, "Read.")
            .add("pages_text_layer", LongType, false, "Of these, read from their text layer, without the model.")
            .add("pages_blank", LongType, false, "Blank.")
            .add("pages_failed", LongType, false, "In quarantine.")
            .add(
                    "unbalanced_documents",
                    LongType,
                    false,
                    "Documents whose landed pages are not the pages that they have.")
            .add("documents_complete", LongType, false, "Every page OK or blank.")
            .add("documents_partial", LongType, false, "Some pages failed.")
            .add("documents_failed", LongType, false, "No page read.")
            .add("documents_skipped", LongType, false, "Done by an earlier run.")
            .add(
                    "documents_deferred",
                    LongType,
                    false,
                    "Known documents that could not be opened for a passing reason: their rows stay, the next run tries again.")
            .add(
                    "files_hidden",
                    LongType,
                    false,
                    "PDFs and images that were not listed because a name in their path begins with `_` or `.`.")
            .add("documents_late", LongType, false, "Urgent documents that came while the run went on, and were read.")
            .add("manifest_unlisted", LongType, false, "Paths of the manifest that are not under the inputs.")
            .add("webhooks_sent", LongType, true, "Messages about landed documents that their hosts took.")
            .add("webhooks_failed", LongType, true, "Messages that were given up.")
            .add("errors", createMapType(StringType, LongType, true), false, "Failed pages by error class.")
            .add(
                    "issues",
                    createArrayType(ISSUES, true),
                    true,
                    "Issues of its documents by type: how many `documents.issues` holds, and how many of them are repaired.")
            .add("pages_per_second", DoubleType, false, "Over the whole run.")
            .add("page_ms_p50", LongType, true, "Median of render and inference time of a page, in milliseconds.")
            .add("page_ms_p95", LongType, true, "95th percentile.")
            .add("page_ms_p99", LongType, true, "99th percentile.")
            .add(
                    "idle_planned",
                    DoubleType,
                    true,
                    "Share of time in which slots would have had nothing to do, had the costliest wave gone as predicted.")
            .add("idle_actual", DoubleType, true, "Share of time in which they had no task, in the same wave.")
            .add("read_seconds", DoubleType, false, "From the first page to the last.")
            .add("forecast_seconds", DoubleType, false, "What was expected of it before.")
            .add("work_seconds", DoubleType, false, "The pages' cost over the tasks that ran at once.")
            .add("device_hours", DoubleType, false, "For which devices were taken up; on the CPU, executors.")
            .add("forecast_device_hours", DoubleType, false, "What was expected of it before.")
            .add("price", DoubleType, true, "Of these hours; null without `spark.quire.plan.device-price`.")
            .add("forecast_price", DoubleType, true, "What was expected of it before.")
            .add("tokens", DoubleType, false, "Written by a generative model.")
            .add("forecast_tokens", DoubleType, false, "What was expected of it before.")
            .add("cost_mape", DoubleType, true, "Mean of |predicted - actual| / actual of the pages' times.")
            .add("cost_error", DoubleType, true, "Sum of |predicted - actual| over all actual time of the pages.")
            .add("cost_bias", DoubleType, true, "All predicted time over all actual time, less 1.")
            .add("tokens_per_second", DoubleType, false, "Of reading.")
            .add("device_fed", DoubleType, true, "Mean share of the time in which devices had pages.")
            .add(
                    "device_use",
                    DoubleType,
                    true,
                    "Mean share of the time in which devices computed anything, as `nvidia-smi` tells; null without.")
            .add("batch_fill", DoubleType, true, "Pages in the engine's batches, of those that it has places for.")
            .add("padding_share", DoubleType, true, "Of what the engine computed, only to make shapes equal.")
            .add("engine", StringType, false, "The model and its version.")
            .add("inputs", createArrayType(StringType, true), false, "What was listed.")
            .add("manifest_unlisted_first", createArrayType(StringType, true), false, "The first few of these paths.")
            .add(
                    "configuration",
                    createMapType(StringType, StringType, true),
                    false,
                    "Every `spark.quire.` key, secrets masked.")
            .add(
                    "devices",
                    createArrayType(DEVICE, true),
                    true,
                    "Each device from the first page of any to the last page of any: shares of the time in which it had pages and"
                            + " computed anything, its first and last page, the most of its memory that was taken, the highest"
                            + " temperature, and its use in 60 equal parts of that time.")
            .add(
                    "broken_off",
                    BooleanType,
                    true,
                    "Whether it ended before its account, which a later run gave then: `pages_in` are those that had landed; of"
                            + " times, forecasts, inputs and settings nothing is known, they are 0 or empty.");

    /** Lands the run's row, once. */
    public void land(RunReport report, EngineFactory engine) {
        RunReport.CostError error = report.pages().error();
        Row row = RowFactory.create(
                report.runId(),
                Timestamp.from(report.started()),
                Timestamp.from(report.finished()),
                report.balances(),
                report.pagesIn(),
                report.pages().ok(),
                report.pages().textLayer(),
                report.pages().blank(),
                report.pages().failed(),
                report.unbalancedDocuments(),
                report.documents().complete(),
                report.documents().partial(),
                report.documents().failed(),
                report.listing().skipped(),
                report.listing().deferred(),
                (long) report.listing().hidden().size(),
                report.listing().late(),
                report.listing().unlisted().count(),
                report.webhooks().sent(),
                report.webhooks().failed(),
                scala(report.pages().errors()),
                report.issues().stream()
                        .map(issue -> RowFactory.create(issue.type(), issue.count(), issue.repaired()))
                        .toArray(Row[]::new),
                report.pagesPerSecond(),
                report.pages().percentile(0),
                report.pages().percentile(1),
                report.pages().percentile(2),
                report.balance().plannedIdle(),
                report.balance().actualIdle(),
                report.spending().readSeconds(),
                report.spending().forecast().seconds(),
                report.spending().workSeconds(),
                report.spending().deviceHours(),
                report.spending().forecast().deviceHours(),
                orNull(report.spending().price()),
                orNull(report.spending().forecast().price()),
                report.pages().cost().tokens(),
                report.spending().forecast().cost().tokens(),
                error == null ? null : error.mape(),
                error == null ? null : error.share(),
                error == null ? null : error.bias(),
                report.tokensPerSecond(),
                orNull(report.devices().fed()),
                orNull(report.devices().use()),
                orNull(report.devices().load().fill()),
                orNull(report.devices().load().paddingShare()),
                name(engine),
                report.listing().inputs().toArray(String[]::new),
                report.listing().unlisted().first().toArray(String[]::new),
                scala(report.configuration()),
                report.devices().each().stream().map(RunTable::device).toArray(Row[]::new),
                false);
        files.append(spark.createDataFrame(List.of(row), COLUMNS.schema()), report.runId() + "/runs", 0);
    }

    /** The row of a run of which these columns are known, and nothing else. */
    void landBrokenOff(Map<String, Object> known) {
        Object[] values = Stream.of(COLUMNS.schema().fields())
                .map(field -> known.containsKey(field.name()) ? known.get(field.name()) : unknown(field))
                .toArray();
        files.append(
                spark.createDataFrame(List.of(RowFactory.create(values)), COLUMNS.schema()),
                known.get("run_id") + "/runs",
                0);
    }

    private static @Nullable Object unknown(StructField field) {
        if (field.nullable()) {
            return null;
        }
        return switch (field.dataType().typeName()) {
            case "long" -> 0L;
            case "double" -> 0.0;
            case "string" -> "";
            case "array" -> new Object[0];
            case "map" -> scala(Map.of());
            default -> throw new IllegalArgumentException(field.name() + " is never unknown");
        };
    }

    private static Row device(DeviceUse device) {
        return RowFactory.create(
                device.device(),
                device.fed(),
                orNull(device.use()),
                Timestamp.from(device.firstBusy()),
                Timestamp.from(device.lastBusy()),
                orNull(device.memory()),
                orNull(device.temperature()),
                device.useOverTime().toArray(Double[]::new));
    }

    /** What a second of work took on the clock in the engine's last runs; 1 where there was none. */
    public double overlap(EngineFactory engine) {
        Row sums = files.read()
                .where(col("engine")
                        .equalTo(name(engine))
                        .and(col("work_seconds").geq(SHORTEST_WORK)))
                .orderBy(col("started_at").desc())
                .limit(LAST_RUNS)
                .agg(sum("read_seconds"), sum("work_seconds"))
                .first();
        return sums.isNullAt(0) || sums.getDouble(1) == 0 ? 1 : sums.getDouble(0) / sums.getDouble(1);
    }

    static String name(EngineFactory engine) {
        return engine.id() + " " + engine.version();
    }

    static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    static <V> scala.collection.immutable.Map<String, V> scala(Map<String, V> map) {
        return scala.collection.immutable.Map$.MODULE$.from(scala.jdk.javaapi.CollectionConverters.asScala(map));
    }
}
