package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import java.time.Duration;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;

/**
 * The engines that read a task's pages on a device.
 *
 * @param executor as the rows name it
 */
record TaskEngines(
        ChosenEngines chosen,
        Device device,
        ReadConfig config,
        DeviceConfig devices,
        String executor,
        Configuration hadoop) {

    /** The executor's device with the engine on it whose turn it is. */
    ExecutorDevice of(PageTry page) throws EngineException, InterruptedException {
        return open(chosen.of(page));
    }

    ExecutorDevice first() throws EngineException, InterruptedException {
        return open(chosen.first());
    }

    /** The longest that an engine may take for a batch: what is set, else what the engine needs. */
    Duration limit(EngineFactory engine) {
        return Objects.requireNonNullElse(config.modelTime(), engine.readTime());
    }

    private ExecutorDevice open(EngineFactory engine) throws EngineException, InterruptedException {
        return ExecutorEngines.device(engine, this);
    }

    /** Of the device, for messages and figures. */
    String name() {
        return executor + " " + device;
    }

    PageResult.Model model(PageTry page) {
        EngineFactory engine = chosen.of(page);
        return new PageResult.Model(engine.id(), engine.version());
    }
}
