package dev.quire.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a device is sick.
 *
 * @param probe the program that tells how a device is, as it is named; empty for the usual one
 * @param temperature in degrees Celsius, beyond which it is
 * @param memory share that others may hold before the model is loaded
 * @param patience how long it may be beyond a limit, or its probe silent
 */
public record HealthConfig(String probe, int temperature, double memory, Duration patience) implements Serializable {

    private static final String NO_PROBE = "none";
    private static final String USUAL_PROBE = "nvidia-smi";

    /** Empty where nobody is asked: stand-ins and the CPU have no usual probe. */
    public String program(DeviceConfig.Kind kind) {
        String usual = kind == DeviceConfig.Kind.GPU ? USUAL_PROBE : "";
        return probe.equals(NO_PROBE) ? "" : probe.isEmpty() ? usual : probe;
    }
}
