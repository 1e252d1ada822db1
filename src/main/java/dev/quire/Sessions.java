package dev.quire;

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

    private static final Map<String, String> REQUIRED = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // Records of this run, timestamps of the tables and of the files compare in one zone
            "spark.sql.session.timeZone", "UTC",
            // Lanes: urgent work does not wait until the backlog is done
            "spark.scheduler.mode", "FAIR",
            // The analytics stream of later versions keeps an entry for every object that was ever opened
            "spark.hadoop.fs.s3a.input.stream.type", "classic");

    private Sessions() {}

    static SparkSession open(String name) throws IOException {
        SparkConf conf = new SparkConf();
        REQUIRED.forEach(conf::setIfMissing);
        ConditionalLogStore.setIfMissing(conf);
        conf.setIfMissing("spark.master", "local[*]");
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
