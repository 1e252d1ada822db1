package dev.quire.infer.embedded;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One TorchScript network that looks at grey pictures. Safe for several threads; native memory ends with each call. */
final class Network implements AutoCloseable {

    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final DataType precision;
    private final Executor feeder;

    private Network(PtNDManager manager, PtSymbolBlock block, DataType precision, Executor feeder) {
        this.manager = manager;
        this.block = block;
        this.precision = precision;
        this.feeder = feeder;
    }

    /** Loads a resource that lies beside this class, to compute with 32-bit floats in the thread of each caller. */
    static Network load(String resource, ai.djl.Device device) throws EngineException {
        return load(resource, device, DataType.FLOAT32, Runnable::run);
    }

    /**
     * Loads a resource that lies beside this class.
     *
     * @param precision to compute with: FLOAT32 or FLOAT16; answers are FLOAT32 in any case
     * @param feeder whose threads call libtorch
     */
    static Network load(String resource, ai.djl.Device device, DataType precision, Executor feeder)
            throws EngineException {
        PtNDManager manager = null;
        try (InputStream file = Network.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
            // Weights are constants of the frozen graph: only mapping them while loading moves them to a GPU
            InputStream weights = precision == DataType.FLOAT16 ? HalfPrecision.of(file) : file;
            return new Network(manager, JniUtils.loadModule(manager, weights, true, false), precision, feeder);
        } catch (IOException | RuntimeException | LinkageError failure) {
            if (manager != null) {
                manager.close();
            }
            throw failure("Could not load " + resource + " on " + device, failure);
        }
    }

    /**
     * Runs on pictures of one size, lying one after the other in {@code pixels}.
     *
     * @param read takes what it needs out of the network's answer; nothing native may leave it
     */
    <T> T run(byte[] pixels, int pictures, int height, int width, Function<NDList, T> read) throws EngineException {
        try {
            return CompletableFuture.supplyAsync(
                            () -> forward(pixels, new Shape(pictures, 1, height, width), read), feeder)
                    .join();
        } catch (CompletionException failure) {
            throw failure(
                    "The network failed on %s pictures of %s x %s".formatted(pictures, width, height),
                    Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    private <T> T forward(byte[] pixels, Shape shape, Function<NDList, T> read) {
        // Thread-local in libtorch. Sizes change with every call, and the optimizer would compile each of them anew
        JniUtils.setGraphExecutorOptimize(false);
        try (NDManager scope = manager.newSubManager();
                NDArray grey = scope.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8);
                NDArray scaled =
                        grey.toType(DataType.FLOAT32, false).divi(127.5f).subi(1);
                NDArray input = scaled.toType(precision, false);
                IValue argument = IValue.from((PtNDArray) input);
                IValue answer = IValueUtils.runMethod(block, "forward", argument)) {
            return read.apply(singlePrecision(answer.toNDList((PtNDManager) scope)));
        }
    }

    private NDList singlePrecision(NDList answers) {
        NDList all = new NDList();
        for (NDArray answer : answers) {
            all.add(answer.getDataType() == precision ? answer.toType(DataType.FLOAT32, false) : answer);
        }
        return all;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }

    private static EngineException failure(String message, Throwable cause) {
        String detail = String.valueOf(cause.getMessage());
        boolean memory = detail.toLowerCase(Locale.ROOT).contains("out of memory");
        return new EngineException(
                memory ? ErrorClass.DEVICE_MEMORY : ErrorClass.MODEL,
                message + ": " + detail.lines().findFirst().orElse(""),
                cause);
    }
}
