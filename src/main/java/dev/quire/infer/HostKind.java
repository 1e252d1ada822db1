package dev.quire.infer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What kind of machine reads pages, so that the costs of alike ones are compared. */
final class HostKind {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

    private HostKind() {}

    /** The name of the device or processor as Linux knows it; the architecture where that cannot be told. */
    static String of(Device device) {
        String architecture = System.getProperty("os.arch");
        return device.kind() == Device.Kind.GPU
                ? gpu().orElse("gpu " + architecture)
                : named(PROCESSORS, "model name").orElse(architecture);
    }

    /** Hosts with GPUs of several kinds are not told apart: the first speaks for all. */
    private static Optional<String> gpu() {
        try (DirectoryStream<Path> gpus = Files.newDirectoryStream(GPUS)) {
            for (Path gpu : gpus) {
                return named(gpu.resolve("information"), "Model");
            }
        } catch (IOException e) {
            // No driver that says so, as in a container: the architecture has to do
        }
        return Optional.empty();
    }

    private static Optional<String> named(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
