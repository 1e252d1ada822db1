package dev.quire.testing;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineFactory;
import dev.quire.plan.cost.CostPrior;
import java.util.Collections;
import java.util.List;

/**
 * An engine for executors of their own, in a jar of its own: a page that is much wider than high ends the process, as a
 * crash in native code does; one that is much higher than wide hangs for ever; of all others it reads nothing.
 */
public record PoisonEngines() implements EngineFactory {

    private static final int CRASH = 134;

    @Override
    public String id() {
        return "poison";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public CostPrior prior() {
        return new CostPrior(100, 900, 0);
    }

    @Override
    public int batchPages() {
        return 1;
    }

    @Override
    public int parallelism(Device device, int cores) {
        return cores;
    }

    @Override
    public Engine open(Device device) {
        return new PoisonEngine();
    }

    private record PoisonEngine() implements Engine {

        @Override
        public List<PageText> read(List<PageImage> batch) {
            for (PageImage page : batch) {
                if (page.width() > 2 * page.height()) {
                    Runtime.getRuntime().halt(CRASH);
                }
                while (page.height() > 2 * page.width()) {
                    Thread.onSpinWait();
                }
            }
            return Collections.nCopies(batch.size(), PageText.EMPTY);
        }

        @Override
        public void close() {}
    }
}
