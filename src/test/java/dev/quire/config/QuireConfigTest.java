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
                        "spark.quire.figures", "yes",
                        "spark.quire.limit.model-time", "45",
                        "spark.quire.limit.page-time", "45")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        spark.quire.device: tpu (expected: cpu | gpu | stand-in)
                        spark.quire.device.tasks: 0 (expected: a whole number from 1 to 64)
                        spark.quire.figures: yes (expected: true | false)
                        spark.quire.limit.page-time: 45 (expected: a duration such as 500ms, 45s or 5m)
                        spark.quire.limit.model-time: 45 (expected: a duration such as 500ms, 45s or 5m, or nothing)
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

    @Test
    void messagesGoOnlyToHostsThatAreNamedEncryptedAndSigned() {
        Map<String, String> wanted = Map.of(
                "https://other.example.com/",
                        "goes to other.example.com, which spark.quire.webhook.hosts does not name",
                "https://hooks.example.com:8443/", "goes to hooks.example.com:8443, which",
                "https://hooks.example.com.evil.org/", "goes to hooks.example.com.evil.org, which",
                "http://hooks.example.com/", "is not encrypted",
                "ftp://hooks.example.com/", "is not encrypted",
                "https://user@hooks.example.com/", "without a user",
                "https:/hooks.example.com", "is no URL of a host",
                "https://hooks.example.com/ x", "is no URL");
        wanted.forEach((url, problem) -> assertThatThrownBy(() -> QuireConfig.from(Map.of(
                        "spark.quire.webhook.url", url,
                        "spark.quire.webhook.hosts", "hooks.example.com",
                        "spark.quire.webhook.secret", "key")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("spark.quire.webhook.url: ")
                .hasMessageContaining(problem));
        assertThatThrownBy(() -> QuireConfig.from(Map.of(
                        "spark.quire.webhook.url", "https://HOOKS.example.com/",
                        "spark.quire.webhook.hosts", " hooks.example.com , b.example.com:1")))
                .hasMessage("spark.quire.webhook.url: cannot be signed: set spark.quire.webhook.secret");
    }

    @Test
    void aSecretIsPrintedNowhere() {
        QuireConfig config = QuireConfig.from(Map.of("spark.quire.webhook.secret", "correct horse"));

        assertThat(config).asString().doesNotContain("horse");
        assertThat(config.texts()).containsEntry("spark.quire.webhook.secret", "********");
        assertThat(config.webhook().secret().reveal()).isEqualTo("correct horse");
    }
}
