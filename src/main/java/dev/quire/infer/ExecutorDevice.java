package dev.quire.infer;

import dev.quire.device.DeviceSampler;
import dev.quire.device.DeviceWatch;

/** An engine on a device of this executor, behind its batcher, and who watches over the device. */
record ExecutorDevice(Batcher batcher, DeviceWatch watch, DeviceSampler sampler) {

    /** Loads the model as soon as the device is found well. Beside the pages that it reads, one for each core waits for it. */
    static ExecutorDevice open(EngineFactory factory, DeviceWatch watch, TaskEngines task)
            throws EngineException, InterruptedException {
        watch.take();
        Device device = task.device();
        int cores = ExecutorEngines.cores();
        Engine engine = factory.fetched(task.hadoop()).open(device);
        int workers = engine.parallelism(factory.parallelism(device, cores));
        Batcher batcher = new Batcher(
                engine,
                factory.batchPages(),
                workers,
                workers * factory.batchPages() + cores,
                task.limit(factory),
                factory.computesOnItsThread(device.kind()) ? new CoreMeter() : new DeviceTime());
        return new ExecutorDevice(
                batcher, watch, new DeviceSampler(task.name(), watch, batcher::fedNanos, batcher::load));
    }
}
