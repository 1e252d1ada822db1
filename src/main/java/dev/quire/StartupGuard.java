package dev.quire;

import dev.quire.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;

/**
 * Refuses versions that fit together only in appearance: what breaks between them breaks late or silently. The set is
 * that of pom.xml.
 */
final class StartupGuard {

    private static final String SPARK = "4.1.1";
    private static final String DELTA = "4.1.0";
    private static final String RAPIDS_PLUGIN = "com.nvidia.spark.SQLPlugin";
    private static final String RAPIDS = "26.08.1";
    private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

    private StartupGuard() {}

    /** Throws ConfigException with all that does not fit. */
    static void check(SparkConf conf) {
        List<String> problems = new ArrayList<>();
        require(problems, "Spark", package$.MODULE$.SPARK_VERSION(), SPARK);
        require(problems, "Delta Lake", io.delta.package$.MODULE$.VERSION(), DELTA);
        if (conf.get("spark.plugins", "").contains(RAPIDS_PLUGIN)) {
            require(problems, "RAPIDS", rapidsVersion(), RAPIDS);
        }
        if (!conf.get("spark.serializer", JAVA_SERIALIZER).equals(JAVA_SERIALIZER)) {
            problems.add("spark.serializer: %s (expected: %s). Kryo cannot read Java records."
                    .formatted(conf.get("spark.serializer"), JAVA_SERIALIZER));
        }
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
    }

    private static void require(List<String> problems, String name, String found, String expected) {
        if (!found.equals(expected)) {
            problems.add(
                    "%s %s is on the class path (expected: %s). Other versions fail late or silently; see docs/development.md."
                            .formatted(name, found, expected));
        }
    }

    private static String rapidsVersion() {
        try (java.io.InputStream info =
                StartupGuard.class.getClassLoader().getResourceAsStream("rapids4spark-version-info.properties")) {
            java.util.Properties properties = new java.util.Properties();
            if (info != null) {
                properties.load(info);
            }
            return properties.getProperty("version", "unknown");
        } catch (java.io.IOException e) {
            return "unreadable";
        }
    }
}
