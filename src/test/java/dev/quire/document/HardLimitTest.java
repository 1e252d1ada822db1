package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quire.testing.BytesInMemory;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HardLimitTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final Watch watch = new Watch();
    private final HardLimit limit = new HardLimit("test", watch);
    private final AtomicLong turns = new AtomicLong();

    @Test
    void aCallGivesItsResult() throws Exception {
        assertThat(limit.<String>call(Duration.ofSeconds(5), () -> "done")).isEqualTo("done");
        assertThat(limit.broken()).isFalse();
    }

    @Test
    void aCallThatLooksAtTheClockEndsByItself() {
        assertThatThrownBy(() -> limit.call(SHORT, this::spinWatching))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Watch.PastDeadline.class);
        assertThat(limit.broken()).isFalse();
    }

    @Test
    void aCallThatDoesNotIsStoppedAndTheRestRefused() throws InterruptedException {
        assertThatThrownBy(() -> limit.call(SHORT, this::spin)).isInstanceOf(TimeoutException.class);
        long then = turns.get();
        Thread.sleep(100);
        assertThat(turns).hasValue(then);
        assertThat(HardLimit.lostThreads()).isZero();
        assertThat(limit.broken()).isTrue();
        assertThatThrownBy(() -> limit.call(SHORT, () -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallThatWaitsHasFourTimesAsLong() throws Exception {
        assertThat(limit.<String>call(SHORT, () -> sleep(SHORT.multipliedBy(2))))
                .isEqualTo("woken");
        assertThatThrownBy(() -> limit.call(SHORT, () -> sleep(SHORT.multipliedBy(6))))
                .hasCauseInstanceOf(Watch.PastDeadline.class);
        assertThat(watch.hasWaited()).isTrue();
    }

    private String sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
        watch.check();
        return "woken";
    }

    @Test
    void anInterruptedCallerStopsTheCallAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> limit.call(Duration.ofMinutes(1), this::spin))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(limit.broken()).isTrue();
    }

    private int spinWatching() {
        while (true) {
            watch.check();
        }
    }

    private int spin() {
        while (turns.incrementAndGet() > 0) {
            Thread.onSpinWait();
        }
        return 0;
    }

    @Test
    void aDecoderThatEndsItsOwnThreadHasNotRunOutOfTime() {
        Watch watch = new Watch();
        SourceBytes bytes = new SourceBytes(BytesInMemory.of("x"), 1, watch);
        try (DocumentCalls calls = new DocumentCalls("a.pdf", bytes, Room.of(DocumentLimits.DEFAULT), watch)) {
            DocumentException e = catchThrowableOfType(
                    DocumentException.class,
                    () -> calls.limited(Duration.ofSeconds(60), "Rendering page 1", () -> {
                        throw new ThreadDeath();
                    }));

            assertThat(e.errorClass()).isEqualTo(ErrorClass.UNDECODABLE);
            assertThat(calls.broken()).isFalse();
        }
    }
}
