package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;

/**
 * The engines of this executor: one for each factory and device, opened by the first task that needs it, shared by all,
 * closed when the JVM ends. The only static state of Quire.
 */
final class ExecutorEngines {

    private static final Map<Key, ExecutorDevice> OPEN = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.values().forEach(ExecutorDevice::close), "quire-engines"));
    }

    private record Key(EngineFactory factory, Device device) {}

    private ExecutorEngines() {}

    static ExecutorDevice device(
            EngineFactory factory,
            Device device,
            ReadConfig config,
            DeviceConfig devices,
            String executor,
            Configuration hadoop)
            throws EngineException, InterruptedException {
        Key key = new Key(factory, device);
        synchronized (OPEN) {
            ExecutorDevice open = OPEN.get(key);
            if (open == null) {
                open = ExecutorDevice.open(factory, device, config, devices, executor, hadoop);
                OPEN.put(key, open);
            }
            return open;
        }
    }

    /** Threads that hang in an engine since its time limit was over. */
    static int stuckThreads() {
        return OPEN.values().stream()
                .mapToInt(device -> device.batcher().stuckThreads())
                .sum();
    }

    /** Cores that Spark gives this executor; all of the machine's where it does not say. */
    static int cores() {
        int machine = Runtime.getRuntime().availableProcessors();
        return Math.min(machine, SparkEnv.get().conf().getInt("spark.executor.cores", machine));
    }
}
