package dev.quire.testing;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine that asks the test about each page: pages are then as slow, as hard and as full as the test wants. The hook
 * is static, for the executors that share it are this JVM.
 */
public record HookedEngines() implements TestEngines {

    private static volatile Hook hook = page -> PageText.EMPTY;

    /** What the test does about a page. */
    public interface Hook {
        PageText read(PageImage page) throws EngineException;
    }

    /** Finds no text. */
    public static HookedEngines calling(Runnable hook) {
        return reading(page -> {
            hook.run();
            return PageText.EMPTY;
        });
    }

    public static HookedEngines reading(Hook hook) {
        HookedEngines.hook = hook;
        return new HookedEngines();
    }

    @Override
    public String id() {
        return "hooked";
    }

    @Override
    public Engine open(Device device) {
        return new HookedEngine();
    }

    private record HookedEngine() implements Engine {

        @Override
        public List<PageText> read(List<PageImage> batch) throws EngineException {
            List<PageText> texts = new ArrayList<>();
            for (PageImage page : batch) {
                texts.add(hook.read(page));
            }
            return texts;
        }

        @Override
        public void close() {}
    }
}
