package dev.quire;

import dev.quire.source.Priority;
import org.apache.spark.api.java.JavaSparkContext;

/** How a part of a run stands against others that run beside it: lanes are pools of Spark's fair scheduler. */
enum Lane {
    /** What was urgent when the run began. */
    URGENT("urgent"),
    /** All the rest. */
    BACKLOG("backlog"),
    /** Urgent files that come while the others are read. */
    LATE("urgent");

    private final String pool;

    Lane(String pool) {
        this.pool = pool;
    }

    /** Whether documents of this priority are read in this lane. */
    boolean takes(Priority priority) {
        return (priority == Priority.URGENT) == (this != BACKLOG);
    }

    /** What this thread does from now on is done in this lane. */
    void enter(JavaSparkContext context) {
        context.setLocalProperty("spark.scheduler.pool", pool);
    }
}
