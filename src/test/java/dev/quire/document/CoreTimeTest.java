package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoreTimeTest {

    @Test
    void workOfACallOnAnotherThreadCountsForTheOneThatWaitsForItAndWaitingDoesNot() throws Exception {
        try (HardLimit limit = new HardLimit("a", new Watch())) {
            long start = CoreTime.nanos();

            limit.call(Duration.ofMinutes(1), CoreTimeTest::waitAndWork);
            limit.call(Duration.ofMinutes(1), CoreTimeTest::waitAndWork);

            assertThat(CoreTime.millisSince(start)).isBetween(2 * 50.0, 2 * 100.0);
        }
    }

    private static boolean waitAndWork() throws InterruptedException {
        Thread.sleep(200);
        long start = CoreTime.nanos();
        while (CoreTime.millisSince(start) < 50) {
            Thread.onSpinWait();
        }
        return true;
    }
}
