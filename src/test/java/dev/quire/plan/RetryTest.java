package dev.quire.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.QuireConfig;
import dev.quire.config.ReadConfig;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.source.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {

    private static final ReadConfig DEFAULTS = QuireConfig.from(Map.of()).read();

    @ParameterizedTest
    @CsvSource({
        "NETWORK,       5 10 20",
        "BUSY,          10 30",
        "MODEL_TIMEOUT, 10 30",
        "DEVICE_MEMORY, 30",
        "MODEL,         60"
    })
    void aFailureIsFollowedByItsPausesAndAJitterOfUpToAHalf(ErrorClass failure, String seconds) {
        List<ErrorClass> failures = new ArrayList<>();
        for (String pause : Pattern.compile(" ").splitAsStream(seconds).toList()) {
            failures.add(failure);
            Duration least = Duration.ofSeconds(Long.parseLong(pause));
            assertThat(pause(Priority.NORMAL, failures).orElseThrow())
                    .isBetween(least, least.multipliedBy(3).dividedBy(2));
        }
        failures.add(failure);
        assertThat(pause(Priority.NORMAL, failures)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NETWORK", "BUSY", "MODEL_TIMEOUT", "DEVICE_MEMORY", "MODEL"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsFinalOrOnlyTheNextRunCanReadIsTriedOnce(ErrorClass failure) {
        assertThat(pause(Priority.URGENT, List.of(failure))).isEmpty();
    }

    @Test
    void failuresOfSeveralKindsAreCountedEachByItself() {
        assertThat(pause(Priority.NORMAL, List.of(ErrorClass.MODEL, ErrorClass.NETWORK)))
                .isPresent();
        assertThat(pause(Priority.NORMAL, List.of(ErrorClass.MODEL, ErrorClass.NETWORK, ErrorClass.MODEL)))
                .isEmpty();
    }

    @Test
    void whatIsLowIsTriedAgainOnceWhateverFails() {
        assertThat(pause(Priority.LOW, List.of(ErrorClass.NETWORK))).isPresent();
        assertThat(pause(Priority.LOW, List.of(ErrorClass.MODEL, ErrorClass.NETWORK)))
                .isEmpty();
    }

    @Test
    void noPauseIsLongerThanFiveMinutes() {
        ReadConfig patient = QuireConfig.from(
                        Map.of("spark.quire.retry.network.delay", "4m", "spark.quire.retry.network.factor", "10"))
                .read();
        assertThat(Retry.of(patient, Priority.NORMAL)
                        .pause(List.of(ErrorClass.NETWORK, ErrorClass.NETWORK))
                        .orElseThrow())
                .isBetween(Duration.ofMinutes(5), Duration.ofSeconds(450));
    }

    @Test
    void aCallIsTriedUntilItsFailureIsFinal() {
        ReadConfig quick = QuireConfig.from(Map.of("spark.quire.retry.network.delay", "1ms"))
                .read();
        List<ErrorClass> coming = new ArrayList<>(List.of(ErrorClass.NETWORK, ErrorClass.CORRUPT, ErrorClass.NETWORK));

        assertThatThrownBy(() -> Retry.of(quick, Priority.NORMAL).call(() -> {
                    throw new DocumentException(coming.remove(0), "no");
                }))
                .isInstanceOf(DocumentException.class);

        assertThat(coming).hasSize(1);
    }

    private static Optional<Duration> pause(Priority priority, List<ErrorClass> failures) {
        return Retry.of(DEFAULTS, priority).pause(failures);
    }
}
