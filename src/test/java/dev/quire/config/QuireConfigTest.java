package dev.quire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuireConfigTest {

    @Test
    void defaultsAreComplete() {
        QuireConfig config = QuireConfig.from(Map.of());

        assertThat(config.engine()).isEqualTo("embedded");
        assertThat(config.device())
                .isEqualTo(new DeviceConfig(
                        DeviceConfig.Kind.CPU, 4, new HealthConfig("", 85, 0.9, Duration.ofSeconds(20))));
        assertThat(config.read().limits().pageTime()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.texts()).hasSize(Settings.all().size()).containsEntry("spark.quire.read.whole-file", "16m");
    }

    @Test
    void everyKeyReachesItsRecord() {
        QuireConfig config = QuireConfig.from(Map.of(
                "spark.quire.device", "stand-in",
                "spark.quire.device.tasks", "2",
                "spark.quire.device.max-temperature", "70",
                "spark.quire.device.max-memory", "0.5",
                "spark.quire.device.patience", "3s",
                "spark.quire.plan.wave-pages", "7",
                "spark.quire.read.whole-file", "1m",
                "spark.quire.limit.page-time", "1500ms",
                "spark.quire.max-failed-share", "0.25",
                "spark.master", "local[2]"));

        assertThat(config.device())
                .isEqualTo(new DeviceConfig(
                        DeviceConfig.Kind.STAND_IN, 2, new HealthConfig("", 70, 0.5, Duration.ofSeconds(3))));
        assertThat(config.plan().wavePages()).isEqualTo(7);
        assertThat(config.read().limits().wholeFileBytes()).isEqualTo(1 << 20);
        assertThat(config.read().limits().pageTime()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.maxFailedShare()).isEqualTo(0.25);
    }

    @Test
    void allProblemsAreToldAtOnceAndUnknownKeysWithASuggestion() {
        assertThatThrownBy(() -> QuireConfig.from(Map.of(
                        "spark.quire.plan.wave-page", "10",
                        "spark.quire.device", "tpu",
                        "spark.quire.device.tasks", "0",
                        "spark.quire.limit.page-time", "45")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        spark.quire.device: tpu (expected: cpu | gpu | stand-in)
                        spark.quire.device.tasks: 0 (expected: a whole number from 1 to 64)
                        spark.quire.limit.page-time: 45 (expected: a duration such as 500ms, 45s or 5m)
                        spark.quire.plan.wave-page: no such key. Did you mean spark.quire.plan.wave-pages?""");
    }

    @Test
    void aGlobThatIsNotClosedIsAProblem() {
        assertThatThrownBy(() -> QuireConfig.from(Map.of("spark.quire.priority.low", "*.{tif,tiff")))
                .hasMessage("spark.quire.priority.low: *.{tif,tiff (expected: globs such as */urgent/*,*.{tif,tiff})");
    }

    @Test
    void aNumberThatOverflowsIsAProblemNotACrash() {
        assertThatThrownBy(() -> QuireConfig.from(Map.of("spark.quire.read.whole-file", "99999999999999g")))
                .hasMessageStartingWith("spark.quire.read.whole-file: 99999999999999g (expected: a size");
    }
}
