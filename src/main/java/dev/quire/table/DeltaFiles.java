package dev.quire.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One Delta table at a path: created when it is first written, read as empty until then. */
record DeltaFiles(SparkSession spark, String path, Columns columns) {

    private static final int MOST_CONFLICTS = 5;
    private static final String STATISTICS_COLUMNS = "delta.dataSkippingNumIndexedCols";

    void createIfAbsent() {
        DeltaTable.createIfNotExists(spark)
                .location(path)
                .addColumns(columns.schema())
                .property(STATISTICS_COLUMNS, Integer.toString(columns.indexed()))
                .execute();
    }

    Dataset<Row> read() {
        return exists()
                ? spark.read().format("delta").load(path)
                : spark.createDataFrame(java.util.List.of(), columns.schema());
    }

    boolean exists() {
        return DeltaTable.isDeltaTable(spark, path);
    }

    DeltaTable table() {
        return DeltaTable.forPath(spark, path);
    }

    /** Appends once for each writer and version, however often the commit is tried. */
    void append(Dataset<Row> rows, String writer, long version) {
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
