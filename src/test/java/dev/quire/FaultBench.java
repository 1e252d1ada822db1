package dev.quire;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.S3Server;
import dev.quire.testing.StandaloneCluster;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What every fault is injected into: an S3 server, a standalone cluster of two workers, and a driver in this JVM, which
 * stay, and drivers in JVMs of their own, which do not. Nothing here outlives this JVM.
 */
final class FaultBench {

    static final WorkerSize WORKER = new WorkerSize(2, "4g", null);

    /** These processes do not live long enough to repay a second compiler. */
    static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static @Nullable FaultBench shared;

    private final S3Server s3;
    private final StandaloneCluster cluster;
    private final SparkSession spark;

    private FaultBench(S3Server s3, StandaloneCluster cluster, SparkSession spark) {
        this.s3 = s3;
        this.cluster = cluster;
        this.spark = spark;
    }

    static synchronized FaultBench shared() throws IOException, InterruptedException {
        if (shared == null) {
            S3Server s3 = S3Server.start();
            StandaloneCluster cluster = StandaloneCluster.start(2, WORKER);
            SparkSession.Builder builder = SparkSession.builder()
                    .master(cluster.url())
                    .appName("faults")
                    .config("spark.home", StandaloneCluster.sparkHome().toString())
                    .config("spark.jars", Path.of("target/quire.jar").toUri().toString())
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.scheduler.mode", "FAIR");
            settings(s3).forEach(builder::config);
            shared = new FaultBench(s3, cluster, builder.getOrCreate());
        }
        return shared;
    }

    S3Server s3() {
        return s3;
    }

    StandaloneCluster cluster() {
        return cluster;
    }

    SparkSession spark() {
        return spark;
    }

    /** All executors of this moment. */
    List<ProcessHandle> executors() {
        return cluster.workers().stream()
                .filter(ChildJvm::isAlive)
                .flatMap(worker -> cluster.executors(worker).stream())
                .toList();
    }

    /** A run in a driver of its own, with one executor. */
    ChildJvm submit(Night night, Map<String, String> settings, Map<String, String> environment) throws IOException {
        List<String> arguments = new ArrayList<>();
        settings(s3).forEach((key, value) -> Collections.addAll(arguments, "--conf", key + "=" + value));
        night.settings().forEach((key, value) -> Collections.addAll(arguments, "--conf", key + "=" + value));
        String jar = settings.getOrDefault("jar", "target/quire.jar");
        settings.forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                Collections.addAll(arguments, "--conf", key + "=" + value);
            }
        });
        Collections.addAll(arguments, "--class", "dev.quire.Quire", jar, "run");
        Collections.addAll(arguments, "--input", night.input(), "--output", night.output());
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_TOOL_OPTIONS", SHORT_LIFE);
        return cluster.submitInBackground(all, arguments.toArray(String[]::new));
    }

    private static Map<String, String> settings(S3Server s3) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spark.executor.cores", "1",
                "spark.executor.memory", "1g",
                "spark.cores.max", "2",
                "spark.sql.shuffle.partitions", "2",
                "spark.databricks.delta.snapshotPartitions", "1",
                "spark.sql.sources.parallelPartitionDiscovery.parallelism", "2",
                "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
                "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
                "spark.delta.logStore.s3a.impl", "dev.quire.table.ConditionalLogStore"));
        s3.settings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
        settings.put("spark.executor.extraJavaOptions", SHORT_LIFE);
        settings.put("spark.sql.codegen.wholeStage", "false");
        settings.put("spark.hadoop.fs.s3a.retry.interval", "50ms");
        settings.put("spark.hadoop.fs.s3a.retry.throttle.interval", "50ms");
        return settings;
    }
}
