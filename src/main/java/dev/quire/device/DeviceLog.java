package dev.quire.device;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/** Spark accumulator: what tasks tell of their devices. */
public final class DeviceLog extends AccumulatorV2<DeviceLog.Reading, List<DeviceUse>> {

    /** What is new of a device. */
    public record Reading(String device, List<DeviceSample> samples, EngineLoad load) implements Serializable {}

    // A task's heartbeat sends the log while the task adds to it
    private final Map<String, List<DeviceSample>> samples = new TreeMap<>();
    private EngineLoad load = EngineLoad.NONE;

    @Override
    public synchronized boolean isZero() {
        return samples.isEmpty();
    }

    @Override
    public synchronized DeviceLog copy() {
        DeviceLog copy = new DeviceLog();
        copy.merge(this);
        return copy;
    }

    @Override
    public synchronized void reset() {
        samples.clear();
        load = EngineLoad.NONE;
    }

    @Override
    public synchronized void add(Reading reading) {
        samples.computeIfAbsent(reading.device(), device -> new ArrayList<>()).addAll(reading.samples());
        load = load.plus(reading.load());
    }

    @Override
    public synchronized void merge(AccumulatorV2<Reading, List<DeviceUse>> other) {
        DeviceLog log = (DeviceLog) other;
        synchronized (log) {
            log.samples.forEach((device, more) -> add(new Reading(device, more, EngineLoad.NONE)));
            load = load.plus(log.load);
        }
    }

    /** Each device over the time in which any was busy. */
    @Override
    public synchronized List<DeviceUse> value() {
        return DeviceUse.of(samples);
    }

    /** Of all engines. */
    public synchronized EngineLoad load() {
        return load;
    }

    private synchronized void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        out.defaultWriteObject();
    }
}
