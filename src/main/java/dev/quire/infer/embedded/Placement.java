package dev.quire.infer.embedded;

import ai.djl.ndarray.types.DataType;
import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where and how the networks run.
 *
 * @param files how the names of their files end
 * @param feeder whose threads call libtorch
 */
record Placement(ai.djl.Device device, String files, DataType precision, Shapes shapes, Executor feeder)
        implements AutoCloseable {

    static Placement of(Device device) {
        return device.kind() == Device.Kind.GPU
                ? new Placement(
                        ai.djl.Device.gpu(device.index()), ".pt", DataType.FLOAT16, new FewShapes(), oneThread())
                : new Placement(ai.djl.Device.cpu(), onCpu(), DataType.FLOAT32, new TightShapes(), Runnable::run);
    }

    /** In 8 bits where libtorch can: on x86-64, at two and a half times the speed. */
    private static String onCpu() {
        return System.getProperty("os.arch").equals("amd64") ? "-int8.pt" : ".pt";
    }

    /** The kernels that were found for a shape are known to the thread that looked for them, and to no other. */
    static ExecutorService oneThread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "quire-device");
            thread.setDaemon(true);
            return thread;
        });
    }

    Network load(String name) throws EngineException {
        return Network.load(name + files, device, precision, feeder);
    }

    @Override
    public void close() {
        if (feeder instanceof ExecutorService threads) {
            threads.shutdown();
        }
    }
}
