package dev.quire.config;

import java.io.Serializable;

/** Where engines run, how many tasks feed one of them, and when a device is sick. */
public record DeviceConfig(Kind kind, int tasks, HealthConfig health) implements Serializable {

    /** What {@code spark.quire.device} may be. */
    public enum Kind {
        CPU,
        GPU,
        STAND_IN
    }

    /** Whether Spark has to assign a device address. */
    public boolean assigned() {
        return kind != Kind.CPU;
    }
}
