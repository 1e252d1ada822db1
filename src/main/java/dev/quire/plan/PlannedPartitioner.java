package dev.quire.plan;

import org.apache.spark.Partitioner;
import org.apache.spark.broadcast.Broadcast;

/** Sends each fragment to the partition that the plan says. */
final class PlannedPartitioner extends Partitioner {

    private final Broadcast<PagePlan> plan;
    private final int partitions;

    PlannedPartitioner(Broadcast<PagePlan> plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object key) {
        return plan.value().partition((FragmentKey) key);
    }
}
