package dev.quire.testing;

import dev.quire.table.ConditionalLogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one local Spark session with Delta that all tests of a JVM share. Given as a parameter to test methods and
 * constructors of classes with {@code @ExtendWith(LocalSpark.class)}; nobody stops it.
 */
public final class LocalSpark implements ParameterResolver {

    private static SparkSession session;

    public static synchronized SparkSession session() {
        if (session == null) {
            session = start();
        }
        return session;
    }

    /** Adds Hadoop settings, such as those of an {@link S3Server}, to the shared session. */
    public static void use(Map<String, String> hadoopSettings) {
        hadoopSettings.forEach(session().sparkContext().hadoopConfiguration()::set);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session();
    }

    private static SparkSession start() {
        try {
            return SparkSession.builder()
                    .master(System.getProperty("quire.master", "local[2]"))
                    .appName("quire tests")
                    .config("spark.ui.enabled", "false")
                    .config("spark.scheduler.mode", "FAIR")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .config(ConditionalLogStore.KEY, ConditionalLogStore.class.getName())
                    .config("spark.sql.shuffle.partitions", "4")
                    .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
                    .config("spark.databricks.delta.snapshotPartitions", "2")
                    .config(
                            "spark.sql.warehouse.dir",
                            Files.createTempDirectory("quire-warehouse-").toString())
                    .getOrCreate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
