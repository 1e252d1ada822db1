package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Engines;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.observe.RunReport;
import dev.quire.table.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The job with the embedded model inside of this JVM, and SQL over what it wrote. */
record TestJob(SparkSession spark, String output, EngineFactory engine) {

    TestJob(SparkSession spark, String output) {
        this(spark, output, new EmbeddedEngines());
    }

    /** What {@code quire run} does with these settings and inputs. */
    Optional<RunReport> run(Map<String, String> settings, String... inputs) throws IOException {
        try (Run run = new Run(spark, output)) {
            QuireConfig config = QuireConfig.from(settings);
            return new Job(config, Engines.chosen(engine, config))
                    .read(run, List.of(inputs), output, Tables.Reprocess.NONE, Caps.none());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Over the views {@code pages}, {@code documents} and {@code runs}. */
    List<Row> rows(String sql) {
        Tables.at(spark, output).registerViews();
        return spark.sql(sql).collectAsList();
    }
}
