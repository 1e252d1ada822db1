package dev.quire.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.quire.infer.EngineFactory;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostHistory.Kind;
import dev.quire.plan.cost.CostPrior;
import dev.quire.plan.cost.CostSamples;
import dev.quire.plan.cost.PageCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** The table {@code page_costs}: what runs have learned of the cost of pages. */
public record CostTable(SparkSession spark, DeltaFiles files) {

    private static final String TEXT_LAYER = "TEXT_LAYER";
    private static final StructType COST = new StructType()
            .add("render_ms", FloatType, true)
            .add("infer_ms", FloatType, true)
            .add("tokens", FloatType, true);

    static final Columns COLUMNS = new Columns(
                    "page_costs", "What is learned of the cost of pages: one row for each kind of page and host.")
            .add("engine", StringType, false, "The model.")
            .add("engine_version", StringType, false, "Its version.")
            .add("source", StringType, false, "`OCR` or `TEXT_LAYER`.")
            .add("host_kind", StringType, false, "The processor, or the device that read the pages.")
            .add("run_id", StringType, false, "The run that taught last.")
            .add("run_pages", LongType, false, "Pages that it read.")
            .add("render_ms", DoubleType, false, "Their mean.")
            .add("infer_ms", DoubleType, false, "Their mean.")
            .add("tokens", DoubleType, false, "Their mean.")
            .add("mape", DoubleType, false, "Mean of |predicted - actual| / actual over these pages, by time.")
            .add("bias", DoubleType, false, "All predicted time over all actual time, less 1.")
            .add("pages", DoubleType, false, "Pages that the costs rest on, older ones by what is left of them.")
            .add(
                    "unit_costs",
                    createMapType(StringType, COST, true),
                    false,
                    "What each thing on a page costs: the next run predicts with these.")
            .add("samples", createArrayType(DoubleType, true), false, "The sums that they are fitted to.");

    /** All that is known of an engine's version. */
    public CostHistory of(EngineFactory engine) {
        CostHistory history = new CostHistory();
        for (Row row : files.read()
                .where(col("engine")
                        .equalTo(engine.id())
                        .and(col("engine_version").equalTo(engine.version())))
                .select("source", "host_kind", "samples")
                .collectAsList()) {
            double[] numbers =
                    row.<Double>getList(2).stream().mapToDouble(each -> each).toArray();
            history.with(new Kind(row.getString(0).equals(TEXT_LAYER), row.getString(1)), CostSamples.of(numbers));
        }
        return history;
    }

    /** Adds what a run's pages took to what is known. */
    void learn(Dataset<Row> pages, String runId, EngineFactory engine) {
        // What the alternative engine read says nothing of this one
        Dataset<Row> measured = CostRows.measured(pages.where(
                col("engine").equalTo(engine.id()).and(col("engine_version").equalTo(engine.version()))));
        Map<Kind, CostSamples> samples = samples(measured);
        CostHistory history = of(engine);
        List<Row> rows = new ArrayList<>();
        for (Row error : CostRows.errors(measured)) {
            Kind kind = new Kind(error.getString(0).equals(TEXT_LAYER), error.getString(1));
            CostSamples learned = history.followedBy(kind, samples.getOrDefault(kind, new CostSamples()));
            CostPrior prior = kind.textLayer() ? CostPrior.TEXT_LAYER : engine.prior();
            rows.add(RowFactory.create(
                    engine.id(),
                    engine.version(),
                    error.getString(0),
                    kind.host(),
                    runId,
                    error.getLong(2),
                    error.getDouble(3),
                    error.getDouble(4),
                    error.getDouble(5),
                    error.getDouble(6),
                    error.getDouble(7),
                    learned.pages(),
                    unitCosts(learned, prior),
                    learned.numbers()));
        }
        if (!rows.isEmpty()) {
            files.upsert(
                    spark.createDataFrame(rows, COLUMNS.schema()),
                    "old.engine = new.engine AND old.engine_version = new.engine_version AND old.source = new.source"
                            + " AND old.host_kind = new.host_kind");
        }
    }

    private static Map<Kind, CostSamples> samples(Dataset<Row> measured) {
        Map<Kind, CostSamples> samples = new HashMap<>();
        measured.javaRDD()
                .mapToPair(row ->
                        new Tuple2<>(new Kind(CostRows.source(row).equals(TEXT_LAYER), CostRows.hostKind(row)), row))
                .aggregateByKey(
                        new CostSamples(),
                        (sum, row) -> sum.add(CostRows.facts(row), CostRows.cost(row)),
                        (a, b) -> a.plus(b, 1))
                .collect()
                .forEach(entry -> samples.put(entry._1(), entry._2()));
        return samples;
    }

    private static scala.collection.immutable.Map<String, Row> unitCosts(CostSamples samples, CostPrior prior) {
        Map<String, Row> costs = new HashMap<>();
        samples.readable(prior).forEach((feature, cost) -> costs.put(feature, row(cost)));
        return RunTable.scala(costs);
    }

    private static Row row(PageCost cost) {
        return RowFactory.create((float) cost.renderMillis(), (float) cost.inferMillis(), (float) cost.tokens());
    }
}
