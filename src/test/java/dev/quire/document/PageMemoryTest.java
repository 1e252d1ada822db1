package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageMemoryTest {

    private static final long SHARED = 100L << 20;
    private static final long MOST = 90L << 20;

    private final PageMemory memory = new PageMemory(SHARED);
    private final Watch first = new Watch();
    private final Watch second = new Watch();
    private final Watch third = new Watch();

    @Test
    void theFirstPageNeverWaitsAndOthersShareAsMuchAgain() throws Exception {
        memory.hold(first, 4 * SHARED);
        memory.hold(second, MOST);
        CountDownLatch asking = new CountDownLatch(1);
        FutureTask<String> waiting = new FutureTask<>(() -> {
            third.start(Duration.ofSeconds(30));
            asking.countDown();
            memory.hold(third, MOST);
            return "held";
        });
        new Thread(waiting).start();
        asking.await();
        assertThat(waiting.isDone()).isFalse();

        memory.release(second);

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("held");
    }

    @Test
    void aPageThatWaitsInVainIsLate() {
        memory.hold(first, MOST);
        memory.hold(second, MOST);
        third.start(Duration.ofMillis(50));

        assertThatThrownBy(() -> memory.hold(third, MOST)).isInstanceOf(Watch.PastDeadline.class);
    }

    @Test
    void smallPicturesAreNotAskedFor() {
        memory.hold(first, MOST);
        memory.hold(second, SHARED);
        third.start(Duration.ofMillis(1));

        memory.hold(third, PageMemory.SMALL);
    }

    @Test
    void aPageHoldsItsLargestPictureNotTheirSum() {
        memory.hold(first, MOST);
        memory.hold(second, MOST);
        second.start(Duration.ofMillis(50));

        memory.hold(second, MOST);
    }
}
