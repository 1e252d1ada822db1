package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.document.CoreTime;
import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Engines that fail, hang or wait, as native code does: what the batcher makes of them. */
class BatcherTest {

    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int POISON = 13;
    private static final int ROOM = 100;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void pagesThatWaitAreReadTogether() throws Exception {
        try (Batcher batcher = new Batcher(new WidthEngine(this::hold), 8, 1, ROOM, LONG, new DeviceTime())) {
            List<Batcher.Request> first = submit(batcher, 1);
            begun.await();
            List<Batcher.Request> waiting = submit(batcher, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            released.countDown();
            assertThat(texts(first)).containsExactly("1");
            assertThat(texts(waiting)).containsExactly("2", "3", "4", "5", "6", "7", "8", "9", "10");
        }
        assertThat(batchSizes).containsExactly(1, 8, 1);
    }

    private void hold(int width) throws InterruptedException {
        begun.countDown();
        released.await();
    }

    @Test
    void idleWorkersShareWhatWaits() throws Exception {
        CountDownLatch allBusy = new CountDownLatch(4);
        WidthEngine meeting = new WidthEngine(width -> {
            allBusy.countDown();
            allBusy.await();
        });
        try (Batcher batcher = new Batcher(meeting, 8, 4, ROOM, LONG, new DeviceTime())) {
            assertThat(texts(submit(batcher, 1, 2, 3, 4))).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void aPageThatFailsCostsNoOther() throws Exception {
        WidthEngine failing = new WidthEngine(width -> {
            if (width == POISON) {
                throw new IllegalStateException("no such shape");
            }
        });
        try (Batcher batcher = new Batcher(failing, 8, 1, ROOM, LONG, new DeviceTime())) {
            assertOnlyPoisonFails(batcher, ErrorClass.MODEL, "no such shape");
        }
    }

    @Test
    void aPageThatHangsCostsNoOtherAndItsThreadsAreCounted() throws Exception {
        WidthEngine hanging = new WidthEngine(width -> {
            if (width == POISON) {
                released.await();
            }
        });
        try (Batcher batcher = new Batcher(hanging, 8, 1, ROOM, LIMIT, new DeviceTime())) {
            assertOnlyPoisonFails(batcher, ErrorClass.MODEL_TIMEOUT, "longer than");
            assertThat(batcher.stuckThreads()).isBetween(1, 2);
            released.countDown();
            for (int i = 0; i < 600 && batcher.stuckThreads() > 0; i++) {
                Thread.sleep(50);
            }
            assertThat(batcher.stuckThreads()).isZero();
        }
    }

    @Test
    void batchesGetSmallerUntilTheDeviceHasMemoryForThem() throws Exception {
        WidthEngine small = new WidthEngine(this::hold) {
            @Override
            public List<PageText> read(List<PageImage> batch) throws EngineException {
                List<PageText> texts = super.read(batch);
                if (batch.size() > 5) {
                    throw new EngineException(ErrorClass.DEVICE_MEMORY, "too many");
                }
                return texts;
            }
        };
        try (Batcher batcher = new Batcher(small, 8, 1, ROOM, LONG, new DeviceTime())) {
            List<Batcher.Request> requests = new ArrayList<>(submit(batcher, 1));
            begun.await();
            requests.addAll(submit(batcher, IntStream.rangeClosed(2, 31).toArray()));
            released.countDown();
            assertThat(texts(requests)).hasSize(31).doesNotContainNull();
        }
        assertThat(batchSizes.stream().filter(size -> size > 1)).startsWith(8, 6, 4, 4);
    }

    @Test
    void aPageHasRoomUntilItIsRead() throws Exception {
        try (Batcher batcher = new Batcher(new WidthEngine(this::hold), 1, 1, 1, LONG, new DeviceTime())) {
            batcher.awaitRoom();
            List<Batcher.Request> reading = submit(batcher, 1);
            begun.await();
            assertThat(batcher.findRoom()).isFalse();

            released.countDown();
            assertThat(texts(reading)).containsExactly("1");
            assertThat(batcher.findRoom()).isTrue();
        }
    }

    @Test
    void theLimitDoesNotCountWaitingInTheQueue() throws Exception {
        WidthEngine slow = new WidthEngine(width -> Thread.sleep(LIMIT.toMillis() / 2));
        try (Batcher batcher = new Batcher(slow, 1, 1, ROOM, LIMIT, new DeviceTime())) {
            assertThat(texts(submit(batcher, 1, 2, 3, 4, 5))).containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void theDevicesTimeIsSharedOutToThePagesThatItReadsAtOnce() throws Exception {
        WidthEngine slow = new WidthEngine(width -> Thread.sleep(30));
        long start = System.nanoTime();
        double shared = 0;
        try (Batcher batcher = new Batcher(slow, 1, 4, ROOM, LONG, new DeviceTime())) {
            for (Batcher.Request request : submit(batcher, 1, 2, 3, 4, 5, 6, 7, 8)) {
                shared += request.await().deviceMillis();
            }
        }

        assertThat(shared).isBetween(2 * 30.0, (System.nanoTime() - start) / 1e6);
    }

    @Test
    void onACoreAPageCostsWhatItsThreadWorksAndNotWhatItWaits() throws Exception {
        WidthEngine half = new WidthEngine(width -> {
            Thread.sleep(200);
            long start = CoreTime.nanos();
            while (CoreTime.millisSince(start) < 40) {
                Thread.onSpinWait();
            }
        });
        try (Batcher batcher = new Batcher(half, 1, 2, ROOM, LONG, new CoreMeter())) {
            for (Batcher.Request request : submit(batcher, 1, 2, 3)) {
                assertThat(request.await().deviceMillis()).isBetween(40.0, 80.0);
            }
        }
    }

    private static void assertOnlyPoisonFails(Batcher batcher, ErrorClass errorClass, String message)
            throws EngineException, InterruptedException {
        List<Batcher.Request> before = submit(batcher, 1, 2);
        Batcher.Request poison = submit(batcher, POISON).get(0);
        List<Batcher.Request> after = submit(batcher, 3, 4);
        assertThat(texts(before)).containsExactly("1", "2");
        assertThatThrownBy(poison::await)
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.errorClass()).isEqualTo(errorClass));
        assertThat(texts(after)).containsExactly("3", "4");
        assertThat(texts(submit(batcher, 5))).containsExactly("5");
    }

    private static List<Batcher.Request> submit(Batcher batcher, int... widths) {
        return IntStream.of(widths)
                .mapToObj(width -> new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB))
                .map(image -> batcher.submit(new PageImage(image, 1, List.of())))
                .toList();
    }

    private static List<String> texts(List<Batcher.Request> requests) throws EngineException, InterruptedException {
        List<String> texts = new ArrayList<>();
        for (Batcher.Request request : requests) {
            texts.add(request.await().text().text());
        }
        return texts;
    }

    private interface Step {
        void of(int width) throws InterruptedException;
    }

    /** Reads a page as its width. */
    private class WidthEngine implements Engine {

        private final Step step;

        private WidthEngine(Step step) {
            this.step = step;
        }

        @Override
        public List<PageText> read(List<PageImage> batch) throws EngineException {
            batchSizes.add(batch.size());
            List<PageText> texts = new ArrayList<>();
            for (PageImage page : batch) {
                try {
                    step.of(page.width());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                String width = Integer.toString(page.width());
                texts.add(new PageText(width, width, List.of(), List.of(), 1, 0));
            }
            return texts;
        }

        @Override
        public void close() {}
    }
}
