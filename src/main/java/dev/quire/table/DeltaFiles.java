package dev.quire.table;

import static org.apache.spark.sql.functions.lit;

import dev.quire.config.ConfigException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * One Delta table at a path: created when it is first written, read as empty until then. A table that an earlier version
 * has written gets the columns that it lacks with the first write; until then they are read as null.
 *
 * @param check throws where this run may not write any more
 */
record DeltaFiles(SparkSession spark, String path, Columns columns, Runnable check) {

    private static final int MOST_CONFLICTS = 5;
    private static final String LOG = "_delta_log";
    private static final String STATISTICS_COLUMNS = "delta.dataSkippingNumIndexedCols";

    void createIfAbsent() {
        if (exists()) {
            // Delta adds the new columns to the table and keeps its rows; with nothing new this commits nothing
            if (!missing(stored().schema()).isEmpty()) {
                empty().write()
                        .format("delta")
                        .mode("append")
                        .option("mergeSchema", "true")
                        .save(path);
            }
            return;
        }
        DeltaTable.createIfNotExists(spark)
                .location(path)
                .addColumns(columns.schema())
                .property(STATISTICS_COLUMNS, Integer.toString(columns.indexed()))
                .execute();
    }

    /** Throws ConfigException where a column of the table has another type than this version gives it. */
    Dataset<Row> read() {
        if (!exists()) {
            return empty();
        }
        Dataset<Row> rows = stored();
        for (StructField field : missing(rows.schema())) {
            rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
        }
        return rows;
    }

    private Dataset<Row> stored() {
        return spark.read().format("delta").load(path);
    }

    private Dataset<Row> empty() {
        return spark.createDataFrame(List.of(), columns.schema());
    }

    private List<StructField> missing(StructType stored) {
        List<String> names = Arrays.asList(stored.fieldNames());
        List<StructField> missing = new ArrayList<>();
        for (StructField field : columns.schema().fields()) {
            if (!names.contains(field.name())) {
                missing.add(field);
            } else {
                checkType(field, stored.apply(field.name()));
            }
        }
        return missing;
    }

    private void checkType(StructField wanted, StructField stored) {
        if (!stored.dataType().typeName().equals(wanted.dataType().typeName())) {
            throw new ConfigException(
                    "%s: column %s is %s (expected: %s). Another version of Quire wrote this table, or something else: name another --output."
                            .formatted(
                                    path,
                                    stored.name(),
                                    stored.dataType().typeName(),
                                    wanted.dataType().typeName()));
        }
    }

    /**
     * Asks Delta's log itself: {@code DeltaTable.isDeltaTable} takes a store that does not answer for a table that is not
     * there, and goes on saying so of one that it has seen in the making. Either would read all pages again.
     */
    boolean exists() {
        Path folder = new Path(path, LOG);
        try {
            if (!folder.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .exists(folder)) {
                return false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be looked at", e);
        }
        DeltaLog log = DeltaLog.forTable(spark, path);
        return log.tableExists()
                || log.update(false, Option.empty(), Option.empty()).version() >= 0;
    }

    DeltaTable table() {
        return DeltaTable.forPath(spark, path);
    }

    /** Makes what another driver has begun to write fail: Delta commits nothing that began before a table's properties changed. */
    void fence(long lease) {
        spark.sql("ALTER TABLE delta.`%s` SET TBLPROPERTIES ('quire.lease' = '%d')"
                .formatted(path.replace("`", "``"), lease));
    }

    /** Appends once for each writer and version, however often the commit is tried. */
    void append(Dataset<Row> rows, String writer, long version) {
        check.run();
        rows.write()
                .format("delta")
                .mode("append")
                .options(Map.of("txnAppId", writer, "txnVersion", Long.toString(version), "userMetadata", writer))
                .save(path);
    }

    /** Replaces rows with the same key, inserts the others, in one commit. */
    void upsert(Dataset<Row> rows, String key) {
        merge(() -> table().as("old")
                .merge(rows.as("new"), key)
                .whenMatched()
                .updateAll()
                .whenNotMatched()
                .insertAll()
                .execute());
    }

    /** A merge fails where another lane has committed since it began: then it begins again on what is there now. */
    void merge(Runnable merge) {
        for (int conflicts = 0; ; conflicts++) {
            check.run();
            try {
                merge.run();
                return;
            } catch (DeltaConcurrentModificationException e) {
                if (conflicts == MOST_CONFLICTS) {
                    throw e;
                }
            }
        }
    }
}
