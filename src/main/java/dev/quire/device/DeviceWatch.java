package dev.quire.device;

import dev.quire.config.HealthConfig;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one device: asks a probe how it is, and tells when it is sick. A device is sick when it is over a limit, or
 * its probe silent, for longer than it is borne with. That it is in full use is what it is for, and no ailment.
 */
public final class DeviceWatch implements AutoCloseable {

    private static final String SILENT = "its probe does not answer";

    private final String device;
    private final HealthConfig limits;
    private final @Nullable DeviceProbe probe;
    private double oldErrors;
    private Vitals last = Vitals.UNKNOWN;
    private @Nullable String ailment;
    private boolean known;
    private boolean ours;
    private long well = System.nanoTime();
    private double use;
    private int answers;

    private DeviceWatch(String device, int index, String program, HealthConfig limits) {
        this.device = device;
        this.limits = limits;
        this.probe = program.isEmpty() ? null : DeviceProbe.start(program, index, this::answered, this::complained);
    }

    /**
     * Starts the probe.
     *
     * @param device its name for messages
     * @param index as the probe knows it
     * @param program the probe; empty where nobody is asked: then the device is well
     */
    public static DeviceWatch start(String device, int index, String program, HealthConfig limits) {
        return new DeviceWatch(device, index, program, limits);
    }

    private synchronized void answered(Vitals vitals) {
        oldErrors = known ? oldErrors : vitals.errors();
        known = true;
        last = vitals;
        use += vitals.use();
        answers++;
        ailment = ailment(vitals);
        if (ailment == null) {
            well = System.nanoTime();
        }
        notifyAll();
    }

    private synchronized void complained(String complaint) {
        ailment = complaint;
        notifyAll();
    }

    private @Nullable String ailment(Vitals vitals) {
        if (vitals.temperature() > limits.temperature()) {
            return "%.0f °C (spark.quire.device.max-temperature: %d)"
                    .formatted(vitals.temperature(), limits.temperature());
        }
        if (vitals.errors() > oldErrors) {
            return "%.0f new errors in its memory that could not be corrected".formatted(vitals.errors() - oldErrors);
        }
        if (!ours && vitals.memory() > limits.memory()) {
            return "others hold %.0f %% of its memory (spark.quire.device.max-memory: %s)"
                    .formatted(100 * vitals.memory(), limits.memory());
        }
        return null;
    }

    /** Waits until the device is found well; what is in its memory from now on is ours. */
    public synchronized void take() throws InterruptedException {
        while (probe != null && (!known || ailment != null)) {
            check();
            wait(100);
        }
        ours = true;
    }

    /** Throws SickDeviceException where the device is sick. */
    public synchronized void check() {
        if (probe != null && System.nanoTime() - well > limits.patience().toNanos()) {
            throw new SickDeviceException(device, ailment == null ? SILENT : ailment);
        }
    }

    /** The mean use since it was last asked for, and the rest as it is now. */
    synchronized Vitals vitals() {
        Vitals vitals =
                new Vitals(answers == 0 ? last.use() : use / answers, last.memory(), last.temperature(), last.errors());
        use = 0;
        answers = 0;
        return vitals;
    }

    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
    }
}
