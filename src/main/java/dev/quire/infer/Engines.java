package dev.quire.infer;

import dev.quire.config.ConfigException;
import java.util.List;
import java.util.ServiceLoader;

/** The engines on the class path, by id. An engine announces its factory as a {@link ServiceLoader} service. */
public final class Engines {

    private Engines() {}

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
