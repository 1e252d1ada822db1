package dev.quire.device;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well a device was used while any device of the run was busy.
 *
 * @param device executor and device
 * @param fed share of the time in which its engine had pages
 * @param use share of the time in which it computed anything; NaN where nobody tells
 * @param firstBusy when its engine had its first page
 * @param lastBusy when its engine had answered the last
 * @param memory the most that was taken, as a share; NaN likewise
 * @param temperature the highest, in degrees Celsius; NaN likewise
 * @param useOverTime {@code use} in equal parts of that time; {@code fed} where nobody tells
 */
public record DeviceUse(
        String device,
        double fed,
        double use,
        Instant firstBusy,
        Instant lastBusy,
        double memory,
        double temperature,
        List<Double> useOverTime) {

    private static final int PARTS = 60;

    static List<DeviceUse> of(Map<String, List<DeviceSample>> devices) {
        List<Map.Entry<String, List<DeviceSample>>> used = devices.entrySet().stream()
                .filter(device -> device.getValue().stream().anyMatch(DeviceSample::busy))
                .toList();
        double start =
                used.stream().mapToDouble(each -> first(each.getValue())).min().orElse(0);
        double end =
                used.stream().mapToDouble(each -> last(each.getValue())).max().orElse(0);
        return used.stream()
                .map(each -> of(each.getKey(), each.getValue(), start, end))
                .toList();
    }

    private static DeviceUse of(String device, List<DeviceSample> samples, double start, double end) {
        boolean told = samples.stream().anyMatch(sample -> !Double.isNaN(sample.use()));
        ToDoubleFunction<DeviceSample> shown = told ? DeviceSample::use : DeviceSample::fed;
        double part = (end - start) / PARTS;
        return new DeviceUse(
                device,
                mean(samples, DeviceSample::fed, start, end),
                told ? mean(samples, DeviceSample::use, start, end) : Double.NaN,
                Instant.ofEpochMilli((long) first(samples)),
                Instant.ofEpochMilli((long) last(samples)),
                most(samples, DeviceSample::memory),
                most(samples, DeviceSample::temperature),
                IntStream.range(0, PARTS)
                        .mapToObj(i -> mean(samples, shown, start + i * part, start + (i + 1) * part))
                        .toList());
    }

    /** Over the whole time: where there is no sample, the device had nothing to do. */
    private static double mean(
            List<DeviceSample> samples, ToDoubleFunction<DeviceSample> share, double start, double end) {
        double sum = samples.stream()
                .filter(sample -> !Double.isNaN(share.applyAsDouble(sample)))
                .mapToDouble(sample -> sample.overlap(start, end) * share.applyAsDouble(sample))
                .sum();
        return sum / Math.max(1e-9, end - start);
    }

    private static double most(List<DeviceSample> samples, ToDoubleFunction<DeviceSample> value) {
        return samples.stream()
                .mapToDouble(value)
                .filter(each -> !Double.isNaN(each))
                .max()
                .orElse(Double.NaN);
    }

    /** A sample with pages was taken when pages were done: its idle time lay before them. */
    private static double first(List<DeviceSample> samples) {
        return samples.stream()
                .filter(DeviceSample::busy)
                .mapToDouble(sample -> sample.until() - sample.fed() * (sample.until() - sample.from()))
                .min()
                .orElse(Double.NaN);
    }

    private static double last(List<DeviceSample> samples) {
        return samples.stream()
                .filter(DeviceSample::busy)
                .mapToDouble(DeviceSample::until)
                .max()
                .orElse(Double.NaN);
    }
}
