package dev.quire.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.quire.config.ConfigException;
import dev.quire.config.WebhookConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A table that says of documents what their files do not: how urgent they are, what opens them, and whom to tell when they
 * have landed.
 *
 * @param entries path as Spark lists it, priority or null. What is in no table cannot get into files, logs or the Spark
 *     UI, so the passwords and callbacks are not in it
 */
public record Manifest(Dataset<Row> entries, Passwords passwords, Callbacks callbacks) {

    private static final List<String> COLUMNS = List.of("path", "priority", "password", "callback");
    private static final Object[] PRIORITIES =
            Arrays.stream(Priority.values()).map(Priority::name).toArray();
    private static final int MOST_NAMED = 10;

    /** A manifest without entries. */
    public static Manifest none(SparkSession spark) {
        StructType columns = new StructType().add("path", StringType).add("priority", StringType);
        return new Manifest(spark.createDataFrame(List.of(), columns), Passwords.NONE, Callbacks.NONE);
    }

    /**
     * Reads a CSV file with a header, JSON lines, Parquet files or a Delta table, told by the name or a log of Delta.
     *
     * @throws ConfigException with all problems at once
     */
    public static Manifest read(String location, WebhookConfig webhook, SparkSession spark) {
        try {
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            Dataset<Row> table = load(location, new Path(location).getFileSystem(hadoop), spark.read());
            if (!Arrays.asList(table.columns()).contains("path")) {
                // Where the first line is no header, a cell may be a password: none is repeated
                throw problem(location, "no column path (expected: %s)".formatted(String.join(", ", COLUMNS)));
            }
            Dataset<Row> rows = table.select(
                    udf(ListedPath.in(FileSystem.get(hadoop)), StringType)
                            .apply(column(table, "path"))
                            .as("path"),
                    nullif(upper(trim(column(table, "priority"))), lit("")).as("priority"),
                    column(table, "password").as("password"),
                    nullif(trim(column(table, "callback")), lit("")).as("callback"));
            Dataset<Row> entries = rows.select("path", "priority");
            check(location, table, entries);
            checkCallbacks(location, rows, webhook);
            return new Manifest(
                    entries, new Passwords(byDocument(rows, "password")), new Callbacks(byDocument(rows, "callback")));
        } catch (IOException e) {
            throw problem(location, "cannot be read (%s). Check the address and the permissions".formatted(e));
        }
    }

    private static Dataset<Row> load(String location, FileSystem files, DataFrameReader reader) throws IOException {
        Path path = new Path(location);
        if (!files.exists(path)) {
            throw problem(location, "nothing is there. Check the path");
        }
        if (files.exists(new Path(path, "_delta_log"))) {
            return reader.format("delta").load(location);
        }
        String name = path.getName();
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            // RFC 4180: a quote within quotes is written twice, and a backslash is a backslash
            case "csv" -> reader.option("header", true).option("escape", "\"").csv(location);
            case "json", "jsonl", "ndjson" ->
                reader.option("primitivesAsString", true).json(location);
            case "parquet" -> reader.parquet(location);
            default -> throw problem(location, "no table (expected: .csv, .json, .jsonl, .parquet, or a Delta folder)");
        };
    }

    private static Column column(Dataset<Row> table, String name) {
        return Arrays.asList(table.columns()).contains(name)
                ? col(name).cast(StringType)
                : lit(null).cast(StringType);
    }

    private static void check(String location, Dataset<Row> table, Dataset<Row> entries) {
        List<String> problems = new ArrayList<>();
        for (String column : table.columns()) {
            if (!COLUMNS.contains(column)) {
                problems.add("unknown column %s (expected: %s)".formatted(column, String.join(", ", COLUMNS)));
            }
        }
        long without = entries.where(col("path").isNull()).count();
        if (without > 0) {
            problems.add("%,d rows without a path".formatted(without));
        }
        add(
                problems,
                "%s is there twice",
                entries.groupBy("path")
                        .agg(count(lit(1)).as("rows"))
                        .where("rows > 1 AND path IS NOT NULL")
                        .select("path"));
        add(
                problems,
                // Not repeated either: it may be a password that went into the wrong column
                "unknown priority of %s (expected: urgent | normal | low)",
                entries.where(col("path").isNotNull().and(not(col("priority").isin(PRIORITIES))))
                        .select("path"));
        if (!problems.isEmpty()) {
            throw ConfigException.of(
                    problems.stream().map(each -> text(location, each)).toList());
        }
    }

    /** The first of many. */
    private static void add(List<String> problems, String format, Dataset<Row> values) {
        List<Row> first = values.orderBy(values.columns()[0]).takeAsList(MOST_NAMED + 1);
        first.stream().limit(MOST_NAMED).forEach(row -> problems.add(format.formatted(row.getString(0))));
        if (first.size() > MOST_NAMED) {
            problems.add("... and more of this kind");
        }
    }

    /** All together, before anything is read. */
    private static void checkCallbacks(String location, Dataset<Row> rows, WebhookConfig webhook) {
        Iterator<Row> callbacks = rows.where(col("callback").isNotNull())
                .select("path", "callback")
                .toLocalIterator();
        List<String> problems = new ArrayList<>();
        while (callbacks.hasNext() && problems.size() < MOST_NAMED) {
            Row row = callbacks.next();
            webhook.problem(row.getString(1))
                    .ifPresent(problem ->
                            problems.add(text(location, "the callback of %s %s".formatted(row.getString(0), problem))));
        }
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
    }

    private static Map<String, String> byDocument(Dataset<Row> rows, String column) {
        return rows
                .where(col(column).isNotNull())
                .select(DocumentSource.documentId(col("path")), col(column))
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
    }

    private static ConfigException problem(String location, String problem) {
        return new ConfigException(text(location, problem));
    }

    private static String text(String location, String problem) {
        return "spark.quire.source.manifest: %s: %s".formatted(location, problem);
    }
}
