package dev.quire.infer.deepseek;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * The TorchScript program on a device. It holds no weights: they are loaded beside it and passed with each call, so one
 * file serves every checkpoint, and whoever has the checkpoint needs no Python to run it.
 */
final class Program implements AutoCloseable {

    private static final String RESOURCE = "program.pt";

    /** Half of it is enough to read pages in small batches; with a quarter none begins. */
    private static final long BESIDE_WEIGHTS = 3_000_000_000L;

    private final PtNDManager manager;
    private final PtSymbolBlock block;

    private Program(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    static Program load(Device device) throws EngineException {
        PtNDManager manager = null;
        try (InputStream file = Program.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new FileNotFoundException(RESOURCE + " is not on the class path");
            }
            manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
            return new Program(manager, JniUtils.loadModule(manager, file, true, false));
        } catch (IOException | RuntimeException | LinkageError failure) {
            if (manager != null) {
                manager.close();
            }
            throw failure("Could not start the model's program on " + device, failure);
        }
    }

    /** A scope for calls of the calling thread. */
    Scope scope() {
        // Thread-local in libtorch. Sizes change with every call, and the optimizer would compile each of them anew
        JniUtils.setGraphExecutorOptimize(false);
        return new Scope(block, (PtNDManager) manager.newSubManager());
    }

    boolean isOnGpu() {
        return manager.getDevice().isGpu();
    }

    /** Throws where the device has no room for weights of so many bytes and for what is computed beside them. */
    void requireRoom(long weights) throws EngineException {
        try {
            manager.create(new Shape(weights + BESIDE_WEIGHTS), DataType.UINT8).close();
        } catch (RuntimeException failure) {
            throw failure(
                    "The model takes %.1f GB of %s, %.0f of them for its cache and for computing, and they are not free"
                            .formatted((weights + BESIDE_WEIGHTS) / 1e9, manager.getDevice(), BESIDE_WEIGHTS / 1e9),
                    failure);
        } finally {
            trim();
        }
    }

    /** Gives memory that freed tensors left behind back to the device. */
    void trim() {
        if (isOnGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }

    static EngineException failure(String message, Throwable cause) {
        String detail = String.valueOf(cause.getMessage());
        String text = detail.toLowerCase(Locale.ROOT);
        boolean memory = text.contains("out of memory") || text.contains("can't allocate memory");
        return new EngineException(
                memory ? ErrorClass.DEVICE_MEMORY : ErrorClass.MODEL, message + ": " + reason(detail), cause);
    }

    /** The first line, or what TorchScript puts last: behind the trace of its own code. */
    private static String reason(String detail) {
        List<String> errors =
                detail.lines().filter(line -> line.contains("Error: ")).toList();
        return errors.isEmpty()
                ? detail.lines().findFirst().orElse("")
                : errors.get(errors.size() - 1).strip();
    }
}
