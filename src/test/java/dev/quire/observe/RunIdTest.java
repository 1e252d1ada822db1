package dev.quire.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunIdTest {

    @Test
    void aRunIsNamedByWhenItBeganAndByChance() {
        Instant began = Instant.parse("2026-11-23T23:15:11.789Z");

        String id = RunId.at(began);

        assertThat(id).matches("20261123T231511Z-[0-9a-f]{6}").isNotEqualTo(RunId.at(began));
        assertThat(RunId.started(id)).contains(Instant.parse("2026-11-23T23:15:11Z"));
    }

    @Test
    void anotherNameTellsNoTime() {
        assertThat(RunId.started("nightly-7")).isEmpty();
    }
}
