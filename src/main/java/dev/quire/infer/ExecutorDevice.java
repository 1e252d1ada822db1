package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import dev.quire.device.DeviceSampler;
import dev.quire.device.DeviceWatch;
import org.apache.hadoop.conf.Configuration;

/** A device of this executor: the engine on it, behind its batcher, and who watches over it. */
record ExecutorDevice(Batcher batcher, DeviceWatch watch, DeviceSampler sampler) implements AutoCloseable {

    /** Loads the model as soon as the device is found well. */
    static ExecutorDevice open(
            EngineFactory factory,
            Device device,
            ReadConfig config,
            DeviceConfig devices,
            String executor,
            Configuration hadoop)
            throws EngineException, InterruptedException {
        String name = executor + " " + device;
        DeviceWatch watch =
                DeviceWatch.start(name, device.index(), devices.health().program(devices.kind()), devices.health());
        try {
            watch.take();
            Batcher batcher = new Batcher(
                    factory.fetched(hadoop).open(device),
                    factory.batchPages(),
                    factory.parallelism(device, ExecutorEngines.cores()),
                    config.modelTime(),
                    factory.computesOnItsThread(device.kind()) ? new CoreMeter() : new DeviceTime());
            return new ExecutorDevice(batcher, watch, new DeviceSampler(name, watch, batcher::fedNanos, batcher::load));
        } catch (EngineException | InterruptedException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    @Override
    public void close() {
        watch.close();
        batcher.close();
    }
}
