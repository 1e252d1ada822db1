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
 * An engine that calls the test for each page and finds no text: pages are then as slow as the test wants. The hook is
 * static, for the executors that share it are this JVM.
 */
public record HookedEngines() implements EngineFactory {

    private static volatile Runnable hook = () -> {};

    public static HookedEngines calling(Runnable hook) {
        HookedEngines.hook = hook;
        return new HookedEngines();
    }

    @Override
    public String id() {
        return "hooked";
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
        return 4;
    }

    @Override
    public Engine open(Device device) {
        return new HookedEngine();
    }

    private record HookedEngine() implements Engine {

        @Override
        public List<PageText> read(List<PageImage> batch) {
            batch.forEach(page -> hook.run());
            return Collections.nCopies(batch.size(), PageText.EMPTY);
        }

        @Override
        public void close() {}
    }
}
