package dev.quire.testing;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import java.util.Collections;
import java.util.List;

/**
 * An engine for executors of their own, in a jar of its own: a page that is much wider than high ends the process, as a
 * crash in native code does, and the widest its Spark worker as well, as if they took the machine down; one that is much
 * higher than wide hangs for ever; of all others it reads nothing.
 */
public record PoisonEngines() implements TestEngines {

    private static final int CRASH = 134;

    @Override
    public String id() {
        return "poison";
    }

    @Override
    public Engine open(Device device) {
        return new PoisonEngine();
    }

    private record PoisonEngine() implements Engine {

        @Override
        public List<PageText> read(List<PageImage> batch) {
            for (PageImage page : batch) {
                if (page.width() > 8 * page.height()) {
                    ProcessHandle worker = ProcessHandle.current().parent().orElseThrow();
                    worker.destroyForcibly();
                    worker.onExit().join();
                }
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
