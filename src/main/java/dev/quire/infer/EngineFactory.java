package dev.quire.infer;

import dev.quire.config.QuireConfig;
import dev.quire.plan.cost.CostPrior;
import java.io.Serializable;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;

/** Opens an engine on an executor. Equal factories share one engine there, so implementations are records. */
public interface EngineFactory extends Serializable {

    /** The same engine as a run's settings ask for it. Throws ConfigException where they do not fit it. */
    default EngineFactory with(QuireConfig config) {
        return this;
    }

    /** The same engine with the files of its model listed, on the driver. Throws ConfigException where there are none. */
    default EngineFactory listed(Configuration hadoop) {
        return this;
    }

    /** The same engine with its model on this node. */
    default EngineFactory fetched(Configuration hadoop) throws EngineException {
        return this;
    }

    /** As the tables record it: {@code embedded}. */
    String id();

    /** Changes whenever the same page may read differently. */
    String version();

    /** What a page costs on the hardware that the engine is made for, until a run has measured it. */
    CostPrior prior();

    /** The most pages that {@link Engine#read} takes at once. */
    int batchPages();

    /** The longest that a call of {@link Engine#read} takes where all is well: one that takes longer hangs. */
    default Duration readTime() {
        return Duration.ofMinutes(2);
    }

    /** How many threads may call {@link Engine#read} at once with profit, on an executor of so many cores. */
    int parallelism(Device device, int cores);

    /** Pages that an engine of so many cores reads at once for each of the tasks that feed it; at least one. */
    default int pagesPerTask(Device device, int cores, int tasks) {
        return Math.max(1, parallelism(device, cores) / tasks);
    }

    /**
     * Whether each call computes on the core of its thread and nowhere else. Then a page costs what that core works, and
     * calls do not wait for one another; otherwise the pages that a device reads at once share its time.
     */
    default boolean computesOnItsThread(Device.Kind kind) {
        return false;
    }

    /** Loads the model on the device. */
    Engine open(Device device) throws EngineException;
}
