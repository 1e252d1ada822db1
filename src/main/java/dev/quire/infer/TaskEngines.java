package dev.quire.infer;

import dev.quire.config.ReadConfig;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The engines that read a task's pages on a device.
 *
 * @param alternative reads what the first could not; null where there is none
 */
record TaskEngines(
        EngineFactory first,
        @Nullable EngineFactory alternative,
        Device device,
        ReadConfig config,
        Configuration hadoop) {

    /** The one whose turn it is. */
    EngineFactory of(PageTry page) {
        return page.before() == null || alternative == null ? first : alternative;
    }

    /** The executor's engine, opened where it is not yet. */
    Batcher batcher(EngineFactory engine) throws EngineException {
        return ExecutorEngines.batcher(engine, device, config, hadoop);
    }

    PageResult.Model model(EngineFactory engine) {
        return new PageResult.Model(engine.id(), engine.version());
    }
}
