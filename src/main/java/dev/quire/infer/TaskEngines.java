package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The engines that read a task's pages on a device.
 *
 * @param alternative reads what the first could not; null where there is none
 * @param executor as the rows name it
 */
record TaskEngines(
        EngineFactory first,
        @Nullable EngineFactory alternative,
        Device device,
        ReadConfig config,
        DeviceConfig devices,
        String executor,
        Configuration hadoop) {

    /** The one whose turn it is. */
    EngineFactory of(PageTry page) {
        return page.before() == null || alternative == null ? first : alternative;
    }

    /** The executor's device with the engine on it, opened where it is not yet. */
    ExecutorDevice open(EngineFactory engine) throws EngineException, InterruptedException {
        return ExecutorEngines.device(engine, device, config, devices, executor, hadoop);
    }

    PageResult.Model model(EngineFactory engine) {
        return new PageResult.Model(engine.id(), engine.version());
    }
}
