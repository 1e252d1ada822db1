package dev.quire.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.quire.config.PriorityConfig;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which documents come first: as the manifest says, else as rules over their paths say.
 *
 * @param manifest the entries of a {@link Manifest}
 */
public record Priorities(PriorityConfig rules, Dataset<Row> manifest) {

    /** A listing with the column priority. */
    public Dataset<Row> of(Dataset<Row> listing) {
        Column byRule = when(matches(rules.urgent()), lit(Priority.URGENT.name()))
                .when(matches(rules.low()), lit(Priority.LOW.name()))
                .otherwise(lit(Priority.NORMAL.name()));
        return listing.join(
                        manifest,
                        scala.collection.immutable.ArraySeq.unsafeWrapArray(new String[] {"path"}),
                        "left_outer")
                .withColumn("priority", coalesce(col("priority"), byRule));
    }

    /** What is urgent of a listing. */
    public Dataset<Row> urgent(Dataset<Row> listing) {
        return of(listing).where(isUrgent());
    }

    /** The pause between two looks for late urgent files; zero for no look, also where nothing can be urgent. */
    public Duration watch() {
        boolean any = !rules.urgent().isEmpty() || !manifest.where(isUrgent()).isEmpty();
        return any ? rules.watch() : Duration.ZERO;
    }

    /** Paths of the manifest that are not among these. */
    public Dataset<Row> unlisted(Dataset<Row> paths) {
        return manifest.select("path").except(paths.select("path"));
    }

    private static Column isUrgent() {
        return col("priority").equalTo(Priority.URGENT.name());
    }

    private static Column matches(String expression) {
        return expression.isEmpty() ? lit(false) : col("path").rlike(expression);
    }
}
