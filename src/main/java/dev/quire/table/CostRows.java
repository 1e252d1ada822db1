package dev.quire.table;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.quire.document.PageFacts;
import dev.quire.plan.cost.PageCost;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of {@code pages} as facts of pages and what these took. */
final class CostRows {

    private static final Column PREDICTED = col("predicted_ms");
    private static final Column ACTUAL = greatest(col("render_ms").plus(col("infer_ms")), lit(1));

    private CostRows() {}

    /** Pages that were read, or looked at and found blank: what failed says nothing of cost. */
    static Dataset<Row> measured(Dataset<Row> pages) {
        return pages.where(col("status").notEqual("FAILED"))
                .select(
                        coalesce(col("source"), lit("OCR")).as("source"),
                        col("host_kind"),
                        col("page"),
                        col("characters"),
                        col("images"),
                        col("image_share"),
                        col("file_bytes"),
                        col("render_ms"),
                        col("infer_ms"),
                        coalesce(col("tokens"), lit(0)).as("tokens"),
                        col("predicted_ms"));
    }

    /** By source and host kind: pages, means of render_ms, infer_ms and tokens, mean relative error, bias. */
    static List<Row> errors(Dataset<Row> measured) {
        return measured.groupBy("source", "host_kind")
                .agg(count(lit(1)), avg("render_ms"), avg("infer_ms"), avg("tokens"), mape(), bias())
                .collectAsList();
    }

    static Column error() {
        return sum(abs(PREDICTED.minus(ACTUAL))).divide(sum(ACTUAL));
    }

    static Column mape() {
        return avg(abs(PREDICTED.minus(ACTUAL)).divide(ACTUAL));
    }

    static Column bias() {
        return sum(PREDICTED).divide(sum(ACTUAL)).minus(1);
    }

    static String source(Row measured) {
        return measured.getString(0);
    }

    static String hostKind(Row measured) {
        return measured.getString(1);
    }

    /** Only what a cost depends on. */
    static PageFacts facts(Row measured) {
        return new PageFacts(measured.getInt(2), 0, 0, 0, measured.getInt(3), measured.getInt(4), measured.getFloat(5))
                .with(measured.getLong(6), dev.quire.document.TextTrust.NOT_ASKED);
    }

    static PageCost cost(Row measured) {
        return new PageCost(measured.getInt(7), measured.getInt(8), measured.getInt(9));
    }
}
