package dev.quire.testing;

import dev.quire.infer.Device;
import dev.quire.infer.EngineFactory;
import dev.quire.plan.cost.CostPrior;

/** An engine of tests: one page at once on each core. */
interface TestEngines extends EngineFactory {

    @Override
    default String version() {
        return "1";
    }

    @Override
    default CostPrior prior() {
        return new CostPrior(100, 900, 0);
    }

    @Override
    default int batchPages() {
        return 1;
    }

    @Override
    default int parallelism(Device device, int cores) {
        return cores;
    }
}
