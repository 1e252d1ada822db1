package dev.quire.testing;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/** Two {@link RacingWriter}s on one new table in an S3 server, and what the table holds of what they were told. */
public record DriverRace(SparkSession spark, S3Server s3, Path folder) {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern DONE = Pattern.compile("appended (\\d+) merged (\\d+)");
    private static final AtomicInteger RACES = new AtomicInteger();

    /**
     * What two drivers were told had been committed, and how much of it is not there.
     *
     * @param lost appended rows and merges that the table does not show, and rows that it shows twice
     */
    public record Result(int appended, int merged, long lost) {}

    public Result run(String logStore, int rounds) throws IOException, InterruptedException {
        String table = "s3a://" + s3.newBucket() + "/t";
        Path go = folder.resolve("go-" + RACES.incrementAndGet());
        s3.settings().forEach(spark.sparkContext().hadoopConfiguration()::set);
        DeltaTable.createIfNotExists(spark)
                .location(table)
                .addColumns(RacingWriter.SCHEMA)
                .execute();
        try (ChildJvm a = start("a", logStore, rounds, go, table);
                ChildJvm b = start("b", logStore, rounds, go, table)) {
            awaitReady(a);
            awaitReady(b);
            Files.createFile(go);
            return result(table, rounds, finished(a), finished(b));
        }
    }

    private Result result(String table, int rounds, Matcher... writers) {
        int appended = 0;
        int merged = 0;
        for (Matcher writer : writers) {
            appended += Integer.parseInt(writer.group(1));
            merged += Integer.parseInt(writer.group(2));
        }
        String present = "SELECT count(DISTINCT writer, number) FROM delta.`%s` WHERE kind = 'append'".formatted(table);
        String rows = "SELECT count(*) FROM delta.`%s` WHERE kind = 'append'".formatted(table);
        String last =
                "SELECT count(*) FROM delta.`%s` WHERE kind = 'merge' AND number = %d".formatted(table, rounds / 4);
        long distinct = number(present);
        return new Result(
                appended, merged, (appended - distinct) + (number(rows) - distinct) + (writers.length - number(last)));
    }

    private long number(String sql) {
        return spark.sql(sql).first().getLong(0);
    }

    private ChildJvm start(String name, String logStore, int rounds, Path go, String table) throws IOException {
        List<String> command = new ArrayList<>(List.of("-Xmx512m"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        Map.of(
                        "spark.master", "local[1]",
                        "spark.ui.enabled", "false",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
                        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                        "spark.sql.shuffle.partitions", "1",
                        "spark.databricks.delta.snapshotPartitions", "1",
                        "spark.delta.logStore.s3a.impl", logStore)
                .forEach((key, value) -> command.add("-D" + key + "=" + value));
        s3.settings().forEach((key, value) -> command.add("-Dspark.hadoop." + key + "=" + value));
        command.add("-Dlog4j2.configurationFile=conf/log4j2.properties");
        command.addAll(List.of(
                "-cp",
                "target/test-classes:target/classes:"
                        + StandaloneCluster.sparkHome().resolve("jars") + "/*",
                RacingWriter.class.getName(),
                name,
                Integer.toString(rounds),
                go.toString(),
                table));
        return ChildJvm.start(folder.resolve("race-" + RACES.get() + "-" + name + ".log"), Map.of(), command);
    }

    private static void awaitReady(ChildJvm writer) throws InterruptedException {
        while (!writer.output().contains("ready")) {
            if (!writer.isAlive()) {
                throw new IllegalStateException("Exit code %d: %s".formatted(writer.waitFor(LIMIT), writer.output()));
            }
            Thread.sleep(50);
        }
    }

    private static Matcher finished(ChildJvm writer) throws InterruptedException {
        writer.waitFor(LIMIT);
        Matcher done = DONE.matcher(writer.output());
        if (!done.find()) {
            throw new IllegalStateException(writer.output());
        }
        return done;
    }
}
