package dev.quire.infer.torch;

import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;

/** What libtorch is told before an engine starts it: one thread for each call, and no downloads. */
public final class TorchSettings {

    private TorchSettings() {}

    /** Settings that a user gave on the command line win. */
    public static void apply() throws EngineException {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("ai.djl.pytorch.num_threads", "1");
        setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
        setIfAbsent("ai.djl.pytorch.graph_optimizer", "false");
        try {
            ai.djl.engine.Engine.getEngine("PyTorch");
        } catch (RuntimeException | LinkageError e) {
            throw new EngineException(
                    ErrorClass.MODEL,
                    "libtorch could not be started: %s. It is unpacked from the class path to the folder in DJL_CACHE_DIR (else ~/.djl.ai), which must be writable"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
