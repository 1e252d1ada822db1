package dev.quire.plan;

import dev.quire.config.PlanConfig;
import dev.quire.plan.cost.CostModel;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * From scanned documents to a plan, on the driver, and from the plan back to the fragments of a wave, on the executors.
 * The paths never come to the driver.
 */
public record Planner(JavaSparkContext context, PlanConfig config, Cluster cluster, CostModel costs) {

    /** Of what there is to do for each slot, no fragment takes more than this share, unless it is shorter than a task. */
    private static final double FRAGMENT_SHARE = 1 / 64.0;

    /** The work of a run: its plan, and the fragments that the plan places. */
    public record Work(PagePlan plan, Broadcast<PagePlan> shared, JavaRDD<Fragment> fragments, Forecast forecast) {

        /** Of the document that a fragment belongs to; empty where there is none. */
        public String path(FragmentKey key) {
            List<String> paths = fragments
                    .filter(fragment -> fragment.key().equals(key))
                    .map(fragment -> fragment.document().path())
                    .take(1);
            return paths.isEmpty() ? "" : paths.get(0);
        }

        /** Pages that are read once more, each as a fragment in a partition of its own. */
        public JavaRDD<Fragment> again(List<LostPage> lost) {
            Broadcast<HashMap<PagesAgain.Key, PagesAgain.Lost>> index =
                    JavaSparkContext.fromSparkContext(fragments.context()).broadcast(PagesAgain.index(lost));
            return fragments
                    .flatMapToPair(new PagesAgain(index))
                    .partitionBy(new HashPartitioner(lost.size()))
                    .values();
        }

        /** The fragments of a wave, in the plan's partitions, each document's together and in page order. */
        public JavaRDD<Fragment> wave(PagePlan.Wave wave) {
            Broadcast<PagePlan> plan = shared;
            int number = wave.number();
            return fragments
                    .mapToPair(fragment -> new Tuple2<>(fragment.key(), fragment))
                    .filter(entry -> plan.value().wave(entry._1()) == number)
                    .repartitionAndSortWithinPartitions(new PlannedPartitioner(shared, wave.partitions()))
                    .values();
        }
    }

    /** Cuts, prices and packs. The scanned documents must be the same however often they are computed. */
    public Work plan(JavaRDD<ScannedDocument> scanned) {
        JavaRDD<Fragment> fragments = scanned.flatMap(split(scanned)).persist(StorageLevel.MEMORY_AND_DISK_SER());
        FragmentCosts priced = FragmentCosts.concat(
                fragments.mapPartitions(new FragmentCosts.Collect(costs)).collect());
        PagePlan plan = new PagePlanner(
                        cluster.slots(),
                        config.wavePages(),
                        config.waveTime().toMillis(),
                        new TaskSizes(
                                config.longestTask().toMillis(),
                                config.shortestTask().toMillis(),
                                cluster.pagesPerTask()))
                .plan(priced);
        Forecast forecast = Forecast.of(plan, priced, cluster, config.devicePrice());
        return new Work(plan, context.broadcast(plan), fragments, forecast);
    }

    /** The less there is to do for each slot, the finer. */
    private SplitDocument split(JavaRDD<ScannedDocument> scanned) {
        CostModel prices = costs;
        double all = scanned.mapToDouble(document -> prices.taskMillis(prices.price(document.pages())))
                .sum();
        double most = fragmentMillis(
                all, cluster.slots(), (double) config.shortestTask().toMillis());
        return new SplitDocument(config.split(), config.fragmentPages(), most, costs);
    }

    static double fragmentMillis(double all, int slots, double shortestTask) {
        return Math.max(FRAGMENT_SHARE * all / slots, shortestTask);
    }
}
