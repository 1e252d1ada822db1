package dev.quire.infer.embedded;

import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.EngineFactory;

/**
 * The embedded model: two small networks, read from the class path, nothing to download.
 *
 * @param parallelism how many threads may read at once; each computes on one core
 */
public record EmbeddedEngines(int parallelism) implements EngineFactory {

    private static final int BATCH_PAGES = 8;

    public EmbeddedEngines {
        if (parallelism < 1) {
            throw new IllegalArgumentException("Parallelism %s (expected: 1 or more)".formatted(parallelism));
        }
    }

    /** One reading thread for each core of this machine. */
    public static EmbeddedEngines forAllCores() {
        return new EmbeddedEngines(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String id() {
        return "embedded";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public int batchPages() {
        return BATCH_PAGES;
    }

    @Override
    public Engine open(Device device) throws EngineException {
        return EmbeddedEngine.open(device);
    }
}
