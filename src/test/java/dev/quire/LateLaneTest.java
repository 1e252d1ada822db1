package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LateLaneTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch fourLooks = new CountDownLatch(4);

    @Test
    void looksGoOnUntilTheEndAlsoAfterAFolderCouldNotBeListed() throws InterruptedException {
        try (LateLane<String> lane = open(() -> {
            fourLooks.countDown();
            if (looks.incrementAndGet() == 2) {
                throw new ConfigException("--input /in: cannot be listed");
            }
            return Optional.empty();
        })) {
            assertThat(fourLooks.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lane.finish()).isEmpty();
        }
        assertThat(told)
                .containsExactly("Looking for urgent files failed, and is tried again: --input /in: cannot be listed");
    }

    @Test
    void theEndWaitsForWhatIsBeingRead() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finishing = new CountDownLatch(1);
        try (LateLane<String> lane = open(() -> {
            begun.countDown();
            finishing.await();
            return Optional.of("read");
        })) {
            begun.await();
            finishing.countDown();
            assertThat(lane.finish()).contains("read");
        }
    }

    @Test
    void whatBreaksTheLaneBreaksTheRun() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        try (LateLane<String> lane = open(() -> {
            begun.countDown();
            throw new IllegalStateException("The disk is full");
        })) {
            begun.await();
            assertThatThrownBy(lane::finish).hasRootCauseMessage("The disk is full");
        }
        assertThat(told).singleElement().asString().contains("The disk is full");
    }

    @Test
    void withoutAPauseNobodyLooks() throws InterruptedException {
        try (LateLane<String> lane = LateLane.open(Duration.ZERO, () -> Optional.of("read"), told::add)) {
            assertThat(lane.finish()).isEmpty();
        }
    }

    private <T> LateLane<T> open(LateLane.Look<T> look) {
        return LateLane.open(PAUSE, look, told::add);
    }
}
