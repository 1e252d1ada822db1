package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.CountingProxy.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, a model that is broken, clocks that are wrong. */
class MachineFaults {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    private final Path folder;

    MachineFaults(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFullDiskCostsNoPage() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString()),
                "Needs root: mounts a disk");
        FaultBench bench = FaultBench.shared();
        Map<String, String> onDisk = Map.of("SPARK_LOCAL_DIRS", disk.toString(), "LOCAL_DIRS", disk.toString());
        try (Night night = Night.of(bench, "disk of one of two executors full");
                ChildJvm worker = bench.cluster().addWorker(FaultBench.WORKER, onDisk)) {
            night.at(request -> request.kind() == Kind.GET && night.isFor(request, "in/"), () -> fill(disk));
            try (ChildJvm driver = night.submit(Map.of("spark.excludeOnFailure.enabled", "true"), Map.of())) {
                assertThat(driver.waitFor(LIMIT)).as(driver.output()).isZero();
            }
            worker.kill();
            night.finish();
        } finally {
            command("umount", "-l", disk.toString());
        }
    }

    @Test
    void aBrokenModelFileEndsTheRunOrPutsPagesIntoQuarantineAndLosesNone() throws Exception {
        Path broken = brokenModel();
        try (Night night = Night.of(FaultBench.shared(), "model file corrupt")) {
            night.strike();
            try (ChildJvm driver = night.submit(Map.of("jar", broken.toString()), Map.of())) {
                assertThat(driver.waitFor(LIMIT)).as(driver.output()).isIn(0, 3);
            }
            night.finish();
        }
    }

    @Test
    void clocksThatDifferByHoursCostNoPage() throws Exception {
        assumeTrue(Files.exists(FAKE_TIME), "Needs libfaketime (Debian: apt-get install faketime)");
        try (Night night = Night.of(FaultBench.shared(), "driver's clock three hours ahead, then killed")) {
            Map<String, String> ahead = Map.of(
                    "LD_PRELOAD", FAKE_TIME.toString(),
                    "FAKETIME", "+3h",
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                    // With its "fix" no wait of a JVM lasts as long as it should
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0");
            CompletableFuture<ChildJvm> driver = new CompletableFuture<>();
            night.at(ClusterFaults.whilePagesAreRead(night), () -> driver.join().killAlone());
            driver.complete(night.submit(Map.of(), ahead));

            assertThat(driver.join().waitFor(LIMIT)).as(driver.join().output()).isEqualTo(137);

            night.finish();
        }
    }

    private static void fill(Path disk) {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // Full, which is what it is for
        }
    }

    /** The jar with a text model that is cut off in the middle. */
    private Path brokenModel() throws IOException {
        Path broken = folder.resolve("broken.jar");
        try (ZipFile jar = new ZipFile("target/quire.jar");
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(broken))) {
            for (ZipEntry entry : java.util.Collections.list(jar.entries())) {
                byte[] content = jar.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content, 0, entry.getName().endsWith("/rec.pt") ? content.length / 2 : content.length);
                out.closeEntry();
            }
        }
        return broken;
    }

    private static boolean command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).start().waitFor() == 0;
    }
}
