package dev.quire.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.HealthConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes as they answer, lie, fall silent and end: real processes, called as nvidia-smi is. */
class DeviceWatchTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final HealthConfig LIMITS = new HealthConfig("", 85, 0.9, PATIENCE);

    @TempDir
    private Path folder;

    @Test
    void aDeviceInFullUseIsWellAndItsUseIsTheMeanOfTheAnswers() throws Exception {
        try (DeviceWatch watch =
                watch("while sleep 0.05; do echo 100, 900, 1000, 61, 3; echo 50, 900, 1000, 61, 3; done")) {
            watch.take();
            Thread.sleep(PATIENCE.toMillis());
            Vitals vitals = watch.vitals();
            assertThat(vitals.use()).isBetween(0.6, 0.9);
            assertThat(vitals.memory()).isEqualTo(0.9);
            assertThat(vitals.temperature()).isEqualTo(61);
            watch.check();
        }
    }

    @Test
    void whatTheModelTakesOfTheMemoryIsNoAilment() throws Exception {
        try (DeviceWatch watch =
                watch("echo 7, 1, 10, 40, 0; sleep 0.1; while sleep 0.05; do echo 7, 99, 100, 40, 0; done")) {
            watch.take();
            Thread.sleep(2 * PATIENCE.toMillis());
            watch.check();
        }
    }

    @Test
    void whatADeviceDoesNotHaveIsUnknownAndNoAilment() throws Exception {
        try (DeviceWatch watch = watch("echo '7, 1, 10, [N/A], [N/A]'; sleep 30")) {
            watch.take();
            assertThat(watch.vitals()).isEqualTo(new Vitals(0.07, 0.1, Double.NaN, Double.NaN));
        }
    }

    @Test
    void aDeviceThatStaysTooHotIsSick() throws Exception {
        try (DeviceWatch watch = watch("echo 7, 1, 10, 40, 0; while sleep 0.05; do echo 7, 1, 10, 86, 0; done")) {
            watch.take();
            watch.check();
            assertSick(watch, "gpu:0 is sick: 86 °C (spark.quire.device.max-temperature: 85)");
        }
    }

    @Test
    void aDeviceThatWasTooHotForAMomentIsWell() throws Exception {
        try (DeviceWatch watch = watch("while sleep 0.05; do echo 7, 1, 10, 86, 0; echo 7, 1, 10, 84, 0; done")) {
            watch.take();
            Thread.sleep(2 * PATIENCE.toMillis());
            watch.check();
        }
    }

    @Test
    void errorsFromBeforeAreForgivenAndNewOnesAreNot() throws Exception {
        try (DeviceWatch watch =
                watch("echo 7, 1, 10, 40, 2; sleep 0.2; while sleep 0.05; do echo 7, 1, 10, 40, 5; done")) {
            watch.take();
            watch.check();
            assertSick(watch, "3 new errors in its memory that could not be corrected");
        }
    }

    @Test
    void aDeviceThatOthersHaveFilledIsNotTaken() throws Exception {
        try (DeviceWatch watch = watch("while sleep 0.05; do echo 7, 95, 100, 40, 0; done")) {
            assertThatThrownBy(watch::take)
                    .isInstanceOf(SickDeviceException.class)
                    .hasMessageContaining("others hold 95 % of its memory (spark.quire.device.max-memory: 0.9)");
        }
    }

    @Test
    void aProbeThatFallsSilentMakesItsDeviceSick() throws Exception {
        try (DeviceWatch watch = watch("echo 7, 1, 10, 40, 0; sleep 30")) {
            watch.take();
            assertSick(watch, "its probe does not answer");
        }
    }

    @Test
    void aProbeThatEndsSaysWhy() throws Exception {
        try (DeviceWatch watch = watch("echo Unable to determine the device handle for GPU0; sleep 30")) {
            assertThatThrownBy(watch::take)
                    .isInstanceOf(SickDeviceException.class)
                    .hasMessageContaining("its probe says: Unable to determine the device handle for GPU0");
        }
        try (DeviceWatch watch = watch("exit 9")) {
            assertThatThrownBy(watch::take).hasMessageContaining("its probe has ended with 9");
        }
    }

    @Test
    void aProbeThatIsNotThereIsAnErrorThatNamesTheKey() {
        assertThatThrownBy(() -> DeviceWatch.start("gpu:0", 0, "/no/such/probe", LIMITS))
                .hasMessageContaining("/no/such/probe cannot be started: spark.quire.device.probe names the program");
    }

    private static void assertSick(DeviceWatch watch, String message) throws InterruptedException {
        Thread.sleep(PATIENCE.toMillis() + 300);
        assertThatThrownBy(watch::check).isInstanceOf(SickDeviceException.class).hasMessageContaining(message);
    }

    private DeviceWatch watch(String script) throws IOException {
        Path probe = Files.createTempFile(folder, "probe", ".sh");
        Files.writeString(probe, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwxr-xr-x"));
        return DeviceWatch.start("gpu:0", 0, probe.toString(), LIMITS);
    }
}
