package dev.quire.config;

import java.util.List;

/** Something that the user asked for cannot be done: said before anything is written, without a stack trace. */
public final class ConfigException extends RuntimeException {

    public ConfigException(String problem) {
        super(problem);
    }

    public ConfigException(String problem, Throwable cause) {
        super(problem, cause);
    }

    /** All problems at once, one a line. */
    public static ConfigException of(List<String> problems) {
        return new ConfigException(String.join("\n", problems));
    }
}
