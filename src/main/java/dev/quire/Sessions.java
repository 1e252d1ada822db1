package dev.quire;

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

    private static final Map<String, String> REQUIRED = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // Records of this run, timestamps of the tables and of the files compare in one zone
            "spark.sql.session.timeZone", "UTC",
            // Lanes: urgent work does not wait until the backlog is done
            "spark.scheduler.mode", "FAIR",
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

    /** Spark does not see what lies in an application's jar. */
    private static Path pools() throws IOException {
        Path file = Files.createTempFile("quire-lanes", ".xml");
        try (InputStream pools = Sessions.class.getResourceAsStream("/fairscheduler.xml")) {
            Files.copy(Objects.requireNonNull(pools), file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
