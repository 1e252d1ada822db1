package dev.quire.infer.embedded;

import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.EngineFactory;
import dev.quire.plan.cost.CostPrior;

/** The embedded model: three small networks, read from the class path, nothing to download. */
public record EmbeddedEngines() implements EngineFactory {

    static final int BATCH_PAGES = 8;

    @Override
    public String id() {
        return "embedded";
    }

    @Override
    public String version() {
        return "5";
    }

    /** Measured on two cores, see docs/benchmarks.md. */
    @Override
    public CostPrior prior() {
        return new CostPrior(50, 150, 0);
    }

    @Override
    public int batchPages() {
        return BATCH_PAGES;
    }

    /** On the CPU each thread computes on one core; on a GPU they cut and lay out while one more feeds it. */
    @Override
    public int parallelism(Device device, int cores) {
        return cores;
    }

    @Override
    public boolean computesOnItsThread(Device.Kind kind) {
        return kind != Device.Kind.GPU;
    }

    @Override
    public Engine open(Device device) throws EngineException {
        return EmbeddedEngine.open(Placement.of(device));
    }
}
