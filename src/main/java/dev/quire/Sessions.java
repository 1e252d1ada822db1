package dev.quire;

import dev.quire.infer.InFlightPlugin;
import dev.quire.table.ConditionalLogStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with what Quire cannot do without, whatever the properties file says or forgets. */
final class Sessions {

    /**
     * A page that ends executors is found by their deaths, which must not end the run before. Where a machine is excluded
     * with the executors that died on it, a small cluster has none left. What fails on a living executor excludes it still.
     */
    private static final Map<String, String> PATIENT = Map.of(
            "spark.task.maxFailures", "8",
            "spark.stage.maxConsecutiveAttempts", "32",
            "spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", "1000",
            "spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "1000");

    static final Map<String, String> REQUIRED = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // Records of this run, timestamps of the tables and of the files compare in one zone
            "spark.sql.session.timeZone", "UTC",
            // Lanes: urgent work does not wait until the backlog is done
            "spark.scheduler.mode", "FAIR",
            // Figures make rows of megabytes: by default 100 of them are held before anybody asks how much that is
            "spark.hadoop.parquet.page.size.row.check.min", "4",
            // The analytics stream of later versions keeps an entry for every object that was ever opened
            "spark.hadoop.fs.s3a.input.stream.type", "classic");

    /**
     * A sick device fails its tasks. Spark then excludes its executor, but by its defaults the whole host as well, as soon
     * as two executors of it have failed, and a task that two devices of a host have failed: too soon where a host has
     * eight.
     */
    private static final Map<String, String> WITH_DEVICES = Map.of(
            "spark.excludeOnFailure.enabled", "true",
            "spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", "32",
            "spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "32",
            "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "7",
            "spark.task.maxFailures", "8");

    private Sessions() {}

    static SparkSession open(String name) throws IOException {
        SparkConf conf = new SparkConf();
        REQUIRED.forEach(conf::setIfMissing);
        ConditionalLogStore.setIfMissing(conf);
        PATIENT.forEach(conf::setIfMissing);
        int failures = Integer.parseInt(conf.get("spark.task.maxFailures"));
        conf.setIfMissing(
                "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", Integer.toString(Math.max(1, failures - 1)));
        conf.set("spark.plugins", plugins(conf.get("spark.plugins", "")));
        conf.setIfMissing("spark.master", "local[*]");
        if (conf.contains("spark.executor.resource.gpu.amount")) {
            WITH_DEVICES.forEach(conf::setIfMissing);
        }
        StartupGuard.check(conf);
        Path pools = pools();
        try {
            conf.setIfMissing("spark.scheduler.allocation.file", pools.toUri().toString());
            return SparkSession.builder().config(conf).appName(name).getOrCreate();
        } finally {
            Files.delete(pools);
        }
    }

    private static String plugins(String others) {
        String own = InFlightPlugin.class.getName();
        return others.isEmpty() ? own : others + "," + own;
    }

    /** Spark does not see what lies in an application's jar. */
    private static Path pools() throws IOException {
        Path file = Files.createTempFile("quire-lanes", ".xml");
        try (InputStream pools = Sessions.class.getResourceAsStream("/fairscheduler.xml")) {
            Files.copy(Objects.requireNonNull(pools), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
