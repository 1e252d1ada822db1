package dev.quire.testing;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A driver that appends to a Delta table and merges into it as fast as it can, and says what Delta told it had worked. */
public final class RacingWriter {

    public static final StructType SCHEMA = new StructType()
            .add("writer", DataTypes.StringType)
            .add("kind", DataTypes.StringType)
            .add("number", DataTypes.IntegerType);

    private final SparkSession spark;
    private final String table;
    private final String name;

    private RacingWriter(SparkSession spark, String table, String name) {
        this.spark = spark;
        this.table = table;
        this.name = name;
    }

    /** NAME ROUNDS GO-FILE TABLE; the session's settings come as system properties. Every fourth round is a merge. */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder().appName("race").getOrCreate();
        RacingWriter writer = new RacingWriter(spark, arguments[3], arguments[0]);
        DeltaTable.forPath(spark, arguments[3]).toDF().count();
        System.out.println("ready");
        while (!Files.exists(Path.of(arguments[2]))) {
            Thread.sleep(20);
        }
        int appended = 0;
        int merged = 0;
        for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
            if (round % 4 == 0) {
                writer.merge(++merged);
            } else {
                writer.append(++appended);
            }
        }
        System.out.printf("appended %d merged %d%n", appended, merged);
        spark.stop();
    }

    private void append(int number) {
        row("append", number).write().format("delta").mode("append").save(table);
    }

    private void merge(int number) {
        while (true) {
            try {
                DeltaTable.forPath(spark, table)
                        .as("old")
                        .merge(row("merge", number).as("new"), "old.writer = new.writer AND old.kind = new.kind")
                        .whenMatched()
                        .updateAll()
                        .whenNotMatched()
                        .insertAll()
                        .execute();
                return;
            } catch (DeltaConcurrentModificationException e) {
                // The other writer was faster
            }
        }
    }

    private Dataset<Row> row(String kind, int number) {
        return spark.createDataFrame(List.of(RowFactory.create(name, kind, number)), SCHEMA)
                .coalesce(1);
    }
}
