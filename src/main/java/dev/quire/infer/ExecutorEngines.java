package dev.quire.infer;

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

    private static final Map<Key, Batcher> OPEN = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.values().forEach(Batcher::close), "quire-engines"));
    }

    private record Key(EngineFactory factory, Device device) {}

    private ExecutorEngines() {}

    static Batcher batcher(EngineFactory factory, Device device, ReadConfig config, Configuration hadoop)
            throws EngineException {
        Key key = new Key(factory, device);
        synchronized (OPEN) {
            Batcher open = OPEN.get(key);
            if (open == null) {
                open = new Batcher(
                        factory.fetched(hadoop).open(device),
                        factory.batchPages(),
                        factory.parallelism(device, cores()),
                        config.modelTime(),
                        factory.computesOnItsThread(device.kind()) ? new CoreMeter() : new DeviceTime());
                OPEN.put(key, open);
            }
            return open;
        }
    }

    /** Threads that hang in an engine since its time limit was over. */
    static int stuckThreads() {
        return OPEN.values().stream().mapToInt(Batcher::stuckThreads).sum();
    }

    /** Cores that Spark gives this executor; all of the machine's where it does not say. */
    static int cores() {
        int machine = Runtime.getRuntime().availableProcessors();
        return Math.min(machine, SparkEnv.get().conf().getInt("spark.executor.cores", machine));
    }
}
