package dev.quire;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark sessions with what Quire cannot do without, whatever the properties file says or forgets. */
final class Sessions {

    private static final Map<String, String> REQUIRED = Map.of(
            "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // Records of this run, timestamps of the tables and of the files compare in one zone
            "spark.sql.session.timeZone", "UTC",
            // The analytics stream of later versions keeps an entry for every object that was ever opened
            "spark.hadoop.fs.s3a.input.stream.type", "classic");

    private Sessions() {}

    static SparkSession open(String name) {
        SparkConf conf = new SparkConf();
        REQUIRED.forEach(conf::setIfMissing);
        conf.setIfMissing("spark.master", "local[*]");
        StartupGuard.check(conf);
        return SparkSession.builder().config(conf).appName(name).getOrCreate();
    }
}
