package dev.quire.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code nvidia-smi}, or what is called like it: one process that says every second how a device is. */
final class DeviceProbe implements AutoCloseable {

    private static final String FIELDS =
            "utilization.gpu,memory.used,memory.total,temperature.gpu,ecc.errors.uncorrected.volatile.total";

    private final Process process;

    private DeviceProbe(Process process) {
        this.process = process;
    }

    /**
     * @param vitals is told what the probe says
     * @param complaint is told what it says instead, its end included
     */
    static DeviceProbe start(String program, int index, Consumer<Vitals> vitals, Consumer<String> complaint) {
        List<String> command =
                List.of(program, "--id=" + index, "--query-gpu=" + FIELDS, "--format=csv,noheader,nounits", "--loop=1");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread reader = new Thread(() -> read(process, vitals, complaint), "quire-device-probe");
            reader.setDaemon(true);
            reader.start();
            return new DeviceProbe(process);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot be started: spark.quire.device.probe names the program that tells how a device is, or none"
                            .formatted(program),
                    e);
        }
    }

    private static void read(Process process, Consumer<Vitals> vitals, Consumer<String> complaint) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    vitals.accept(parse(line));
                } catch (IllegalArgumentException e) {
                    complaint.accept("its probe says: " + line.strip());
                }
            }
            complaint.accept("its probe has ended with " + process.waitFor());
        } catch (IOException e) {
            complaint.accept("its probe broke off: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws IllegalArgumentException where the line is no answer. */
    static Vitals parse(String line) {
        double[] values =
                Stream.of(line.split(",", -1)).mapToDouble(DeviceProbe::number).toArray();
        if (values.length != 5) {
            throw new IllegalArgumentException(line);
        }
        return new Vitals(values[0] / 100, values[1] / values[2], values[3], values[4]);
    }

    /** What a kind of device does not have comes in brackets: {@code [N/A]}. */
    private static double number(String text) {
        String value = text.strip();
        return value.startsWith("[") ? Double.NaN : Double.parseDouble(value);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
