package dev.quire.infer;

import dev.quire.config.ConfigException;
import dev.quire.config.QuireConfig;
import java.util.List;
import java.util.ServiceLoader;

/** The engines on the class path, by id. An engine announces its factory as a {@link ServiceLoader} service. */
public final class Engines {

    private Engines() {}

    /** The engines that the settings ask for. Throws ConfigException where there is no such engine, or they do not fit it. */
    public static ChosenEngines chosen(QuireConfig config) {
        return chosen(find(config.engine()).with(config), config);
    }

    /** Likewise, with this one as the first. */
    public static ChosenEngines chosen(EngineFactory first, QuireConfig config) {
        String id = config.alternative();
        if (id.isEmpty()) {
            return new ChosenEngines(first, null);
        }
        if (id.equals(config.engine())) {
            throw new ConfigException(
                    "spark.quire.engine.alternative: %s is spark.quire.engine already. Name another, or leave it empty."
                            .formatted(id));
        }
        return new ChosenEngines(first, find(id).with(config));
    }

    /** Throws ConfigException where there is no such engine. */
    public static EngineFactory find(String id) {
        List<EngineFactory> all = ServiceLoader.load(EngineFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return all.stream()
                .filter(factory -> factory.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigException("spark.quire.engine: %s (expected: %s)"
                        .formatted(
                                id,
                                String.join(
                                        " | ",
                                        all.stream().map(EngineFactory::id).toList()))));
    }
}
