package dev.quire.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void saysPagesDoneSpeedFailuresAndTimeLeft() {
        assertThat(Progress.line(1_200, 8_000, 4, Duration.ofSeconds(60)))
                .isEqualTo("1,200 of 8,000 pages · 20.0 pages/s · 4 failed · 5m 40s left");
    }

    @Test
    void promisesNothingBeforeTheFirstPage() {
        assertThat(Progress.line(0, 10, 0, Duration.ofMillis(5))).endsWith("0 failed · … left");
    }
}
