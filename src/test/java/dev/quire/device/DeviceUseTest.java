package dev.quire.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceUseTest {

    private static final EngineLoad LOAD = new EngineLoad(16, 12, 100, 5);

    @Test
    void devicesAreComparedOverTheTimeInWhichAnyWasBusy() {
        DeviceLog log = new DeviceLog();
        log.add(reading("a", sample(0, 10_000, 0.5, 0.4), sample(10_000, 25_000, 1, 0.8)));
        log.add(reading("b", sample(5_000, 15_000, 1, 1)));
        log.add(reading("never", sample(0, 60_000, 0, 0.9)));

        List<DeviceUse> devices = log.value();

        assertThat(devices).extracting(DeviceUse::device).containsExactly("a", "b");
        DeviceUse a = devices.get(0);
        DeviceUse b = devices.get(1);
        assertThat(a.firstBusy()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(a.lastBusy()).isEqualTo(Instant.ofEpochMilli(25_000));
        assertThat(a.fed()).isEqualTo((0.5 * 5 + 1 * 15) / 20, within(1e-9));
        assertThat(a.use()).isEqualTo((0.4 * 5 + 0.8 * 15) / 20, within(1e-9));
        assertThat(b.use()).isEqualTo(0.5, within(1e-9));
        assertThat(b.useOverTime()).hasSize(60);
        assertThat(b.useOverTime().subList(0, 30))
                .allSatisfy(part -> assertThat(part).isEqualTo(1, within(1e-9)));
        assertThat(b.useOverTime().subList(30, 60)).containsOnly(0.0);
        assertThat(log.load().fill()).isEqualTo(0.75);
        assertThat(log.load().paddingShare()).isEqualTo(0.05);
    }

    @Test
    void withoutAProbeTheTimeWithPagesStandsForUse() {
        DeviceLog log = new DeviceLog();
        log.add(reading("cpu", sample(0, 1_000, 0.5, Double.NaN)));

        DeviceUse cpu = log.value().get(0);

        assertThat(cpu.use()).isNaN();
        assertThat(cpu.temperature()).isNaN();
        assertThat(cpu.useOverTime())
                .hasSize(60)
                .allSatisfy(part -> assertThat(part).isEqualTo(0.5, within(1e-9)));
    }

    @Test
    void whatATaskToldComesOverTheWireAndAddsUp() throws Exception {
        DeviceLog task = new DeviceLog();
        task.add(reading("a", sample(0, 1_000, 1, 1)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(List.of("a", reading("a", sample(1_000, 2_000, 1, 1))));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            task.add((DeviceLog.Reading) ((List<?>) in.readObject()).get(1));
        }
        DeviceLog driver = new DeviceLog();
        driver.merge(task);
        driver.merge(task.copy());

        assertThat(driver.isZero()).isFalse();
        assertThat(driver.load().taken()).isEqualTo(4 * LOAD.taken());
        assertThat(driver.value().get(0).lastBusy()).isEqualTo(Instant.ofEpochMilli(2_000));
        driver.reset();
        assertThat(driver.isZero()).isTrue();
    }

    private static DeviceLog.Reading reading(String device, DeviceSample... samples) {
        return new DeviceLog.Reading(device, List.of(samples), LOAD);
    }

    private static DeviceSample sample(long from, long until, double fed, double use) {
        return new DeviceSample(from, until, fed, use, Double.NaN, Double.NaN);
    }
}
