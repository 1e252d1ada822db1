package dev.quire.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Takes samples of a device whenever tasks come by, a second apart or more, and keeps them until a task takes them along. */
public final class DeviceSampler {

    private static final long PERIOD_MILLIS = 1_000;

    private final String device;
    private final DeviceWatch watch;
    private final LongSupplier fedNanos;
    private final Supplier<EngineLoad> load;
    private final List<DeviceSample> samples = new ArrayList<>();
    private long sampled = System.currentTimeMillis();
    private long fed;
    private EngineLoad told = EngineLoad.NONE;

    /**
     * @param fedNanos in which the engine had pages, so far
     * @param load of the engine, so far
     */
    public DeviceSampler(String device, DeviceWatch watch, LongSupplier fedNanos, Supplier<EngineLoad> load) {
        this.device = device;
        this.watch = watch;
        this.fedNanos = fedNanos;
        this.load = load;
        this.fed = fedNanos.getAsLong();
    }

    /** Takes a sample if one is due. */
    public synchronized void look() {
        if (System.currentTimeMillis() - sampled >= PERIOD_MILLIS) {
            sample();
        }
    }

    /** All that is new since a task last took it along. */
    public synchronized DeviceLog.Reading take() {
        sample();
        EngineLoad now = load.get();
        DeviceLog.Reading reading = new DeviceLog.Reading(device, List.copyOf(samples), now.minus(told));
        samples.clear();
        told = now;
        return reading;
    }

    private void sample() {
        long now = System.currentTimeMillis();
        if (now <= sampled) {
            return;
        }
        long nanos = fedNanos.getAsLong();
        Vitals vitals = watch.vitals();
        double share = Math.min(1, (nanos - fed) / 1e6 / (now - sampled));
        samples.add(new DeviceSample(sampled, now, share, vitals.use(), vitals.memory(), vitals.temperature()));
        sampled = now;
        fed = nanos;
    }
}
