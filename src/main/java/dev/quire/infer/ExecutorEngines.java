package dev.quire.infer;

import dev.quire.config.HealthConfig;
import dev.quire.device.DeviceWatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.spark.SparkEnv;

/**
 * The engines of this executor: one for each factory and device, opened by the first task that needs it, shared by all,
 * closed when the JVM ends; and who watches over each device. The only static state of Quire.
 */
final class ExecutorEngines {

    private static final Map<Key, ExecutorDevice> OPEN = new ConcurrentHashMap<>();
    private static final Map<Device, DeviceWatch> WATCHED = new ConcurrentHashMap<>();
    private static final Map<Device.Kind, Semaphore> DRAWING = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorEngines::close, "quire-engines"));
    }

    private record Key(EngineFactory factory, Device device) {}

    private ExecutorEngines() {}

    /** The device with the engine on it, opened where it is not yet. */
    static ExecutorDevice device(EngineFactory engine, TaskEngines task) throws EngineException, InterruptedException {
        Key key = new Key(engine, task.device());
        synchronized (OPEN) {
            ExecutorDevice open = OPEN.get(key);
            if (open == null) {
                DeviceWatch watch = WATCHED.computeIfAbsent(task.device(), device -> watch(device, task));
                open = open(engine, watch, task);
                OPEN.put(key, open);
            }
            return open;
        }
    }

    private static ExecutorDevice open(EngineFactory engine, DeviceWatch watch, TaskEngines task)
            throws EngineException, InterruptedException {
        try {
            return ExecutorDevice.open(engine, watch, task);
        } catch (EngineException | InterruptedException | RuntimeException e) {
            if (OPEN.keySet().stream().noneMatch(key -> key.device().equals(task.device()))) {
                WATCHED.remove(task.device()); // The next task asks a new probe
                watch.close();
            }
            throw e;
        }
    }

    private static DeviceWatch watch(Device device, TaskEngines task) {
        HealthConfig health = task.devices().health();
        return DeviceWatch.start(
                task.name(), device.index(), health.program(task.devices().kind()), health);
    }

    private static void close() {
        WATCHED.values().forEach(DeviceWatch::close);
        OPEN.values().forEach(device -> device.batcher().close());
    }

    /** Threads that hang in an engine since its time limit was over. */
    static int stuckThreads() {
        return OPEN.values().stream()
                .mapToInt(device -> device.batcher().stuckThreads())
                .sum();
    }

    /** A place for each page that is drawn now. Where tasks feed a GPU, the thread that gives it its work keeps a core. */
    static Semaphore drawing(Device device) {
        return DRAWING.computeIfAbsent(device.kind(), kind -> new Semaphore(drawnAtOnce(kind), true));
    }

    private static int drawnAtOnce(Device.Kind kind) {
        return kind == Device.Kind.GPU ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1) : cores();
    }

    /** Cores that Spark gives this executor; all of the machine's where it does not say. */
    static int cores() {
        int machine = Runtime.getRuntime().availableProcessors();
        return Math.min(machine, SparkEnv.get().conf().getInt("spark.executor.cores", machine));
    }
}
