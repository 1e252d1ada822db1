package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.observe.RunReport;
import dev.quire.source.DocumentSource;
import dev.quire.table.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The job with the embedded model inside of this JVM, and SQL over what it wrote. */
record TestJob(SparkSession spark, String output) {

    /** What {@code quire run} does with these settings and inputs. */
    Optional<RunReport> run(Map<String, String> settings, String... inputs) throws IOException {
        QuireConfig config = QuireConfig.from(settings);
        try (Run run = new Run(spark, output)) {
            DocumentSource source = DocumentSource.of(
                    List.of(inputs), config.pattern(), run.context().hadoopConfiguration());
            return new Pipeline(run, source, config, new EmbeddedEngines(), Tables.at(spark, output))
                    .read(Tables.Reprocess.NONE, Caps.none());
        }
    }

    /** Over the views {@code pages}, {@code documents} and {@code runs}. */
    List<Row> rows(String sql) {
        Tables.at(spark, output).registerViews();
        return spark.sql(sql).collectAsList();
    }
}
