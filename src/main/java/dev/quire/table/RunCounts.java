package dev.quire.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.quire.observe.RunReport;
import dev.quire.plan.cost.PageCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A run's rows, counted. */
final class RunCounts {

    private RunCounts() {}

    /** By status and error class, with their times. */
    static RunReport.Pages pages(Dataset<Row> rows) {
        Map<String, Long> byStatus = by(col("status"), rows);
        Row cost = CostRows.measured(rows)
                .agg(
                        total("render_ms"),
                        total("infer_ms"),
                        total("tokens"),
                        CostRows.mape(),
                        CostRows.error(),
                        CostRows.bias())
                .first();
        return new RunReport.Pages(
                byStatus.getOrDefault("OK", 0L),
                rows.where(col("source").equalTo("TEXT_LAYER")).count(),
                byStatus.getOrDefault("BLANK", 0L),
                byStatus.getOrDefault("FAILED", 0L),
                by(col("error_class"), rows.where(col("error_class").isNotNull())),
                milliseconds(rows),
                new PageCost(cost.getDouble(0), cost.getDouble(1), cost.getDouble(2)),
                costError(cost));
    }

    /** By status. */
    static RunReport.Documents documents(Dataset<Row> rows) {
        Map<String, Long> byStatus = by(col("status"), rows);
        return new RunReport.Documents(
                byStatus.getOrDefault("COMPLETE", 0L),
                byStatus.getOrDefault("PARTIAL", 0L),
                byStatus.getOrDefault("FAILED", 0L));
    }

    /** Half of the pages, 95 % and 99 % of them were read in so many; empty where none was. */
    private static List<Long> milliseconds(Dataset<Row> rows) {
        return rows
                .where(col("status").equalTo("OK"))
                .selectExpr("coalesce(percentile_approx(render_ms + engine_ms, array(0.5, 0.95, 0.99)),"
                        + " cast(array() AS array<int>))")
                .first()
                .<Integer>getList(0)
                .stream()
                .map(Integer::longValue)
                .toList();
    }

    private static RunReport.@Nullable CostError costError(Row cost) {
        return cost.isNullAt(3)
                ? null
                : new RunReport.CostError(cost.getDouble(3), cost.getDouble(4), cost.getDouble(5));
    }

    private static Column total(String column) {
        return coalesce(sum(column), lit(0)).cast("double");
    }

    private static Map<String, Long> by(Column column, Dataset<Row> rows) {
        Map<String, Long> counts = new HashMap<>();
        rows.groupBy(column).count().collectAsList().forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }
}
