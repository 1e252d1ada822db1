package dev.quire.infer;

import dev.quire.device.EngineLoad;
import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers pages of all tasks of an executor into batches for its engine. A batch that fails or hangs is read again page
 * by page, so that one bad page never costs another. Where the device has no memory for a batch, the next are smaller by a
 * fifth. Nothing waits for a batch to fill: while the engine reads one, the next gathers.
 *
 * <p>All tasks share its room for pages: what one has no use for, while it waits for its last pages, others take.
 */
final class Batcher implements AutoCloseable {

    private final Engine engine;
    private final Duration limit;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();
    private final Semaphore room;
    private final CostMeter meter;
    private volatile int batchPages;
    private final FedTime fed = new FedTime();

    /**
     * @param workers threads that call the engine
     * @param room pages that may be in its hands at once
     * @param limit how long the engine may take for a batch
     * @param meter of what the engine's work costs
     */
    Batcher(Engine engine, int batchPages, int workers, int room, Duration limit, CostMeter meter) {
        this.engine = engine;
        this.batchPages = batchPages;
        this.room = new Semaphore(room, true);
        this.limit = limit;
        this.meter = meter;
        for (int worker = 0; worker < workers; worker++) {
            startWorker(new ArrayDeque<>());
        }
    }

    /** Takes room for a page, when those who came before have had theirs. */
    void awaitRoom() throws InterruptedException {
        room.acquire();
    }

    /** The same, where there is any and nobody waits for it; else false. */
    boolean findRoom() throws InterruptedException {
        return room.tryAcquire(0, TimeUnit.SECONDS);
    }

    /** Hands a page to the engine, and its room until it is read; returns at once. */
    Request submit(PageImage image) {
        Request request = new Request(image, room::release);
        queue.add(request);
        return request;
    }

    /** Threads that the engine has not given back since their time limit was over. */
    int stuckThreads() {
        return stuck.get();
    }

    /** Nanoseconds in which the engine had pages, so far. */
    long fedNanos() {
        return fed.nanos();
    }

    EngineLoad load() {
        return engine.load();
    }

    /** A page on its way through the engine. */
    static final class Request {
        private final CompletableFuture<Read> read = new CompletableFuture<>();
        private final CompletableFuture<Read> answered;
        private volatile @Nullable PageImage image;
        private volatile @Nullable Batch batch;

        private Request(PageImage image, Runnable leaveRoom) {
            this.image = image;
            this.answered = read.whenComplete((text, failure) -> {
                this.image = null;
                leaveRoom.run();
            });
        }

        /** Is run when the page is read or has failed, and its room is free. */
        void whenAnswered(Runnable action) {
            CompletableFuture<Read> unused = answered.whenComplete((text, failure) -> action.run());
        }

        private PageImage image() {
            return Objects.requireNonNull(image);
        }

        /** Waits for the text. The time limit counts from when the engine took the page up, not from when it was queued. */
        Read await() throws EngineException, InterruptedException {
            while (true) {
                try {
                    return answered.get(250, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    giveUpWhenLate();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof EngineException failure) {
                        throw failure;
                    }
                    throw new EngineException(ErrorClass.MODEL, "The engine failed: " + e.getCause(), e);
                }
            }
        }

        /** Fails a page that the engine has had for longer than it may. */
        void giveUpWhenLate() {
            Batch reading = batch;
            if (reading != null) {
                reading.giveUpWhenLate();
            }
        }
    }

    /**
     * A page as the engine read it.
     *
     * @param deviceMillis of the device that it took: its part of its batch's time, by how much is on the page
     */
    record Read(PageText text, double deviceMillis) {}

    /** Pages that the engine reads together, and those that the same worker then reads one by one. */
    private final class Batch {
        private final List<Request> requests;
        private final Queue<Request> alone;
        private final long started = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();
        private final double entered;

        private Batch(List<Request> requests, Queue<Request> alone) {
            this.requests = requests;
            this.alone = alone;
            this.entered = meter.enter(requests.size());
            fed.enter(requests.size());
            requests.forEach(request -> request.batch = this);
        }

        /** False where the batch was given up meanwhile: another worker has taken this one's place. */
        private boolean read() {
            List<PageText> texts = List.of();
            @Nullable Throwable failure = null;
            try {
                texts = engine.read(requests.stream().map(Request::image).toList());
            } catch (EngineException | RuntimeException | OutOfMemoryError e) {
                failure = e;
            }
            if (!over.compareAndSet(false, true)) {
                stuck.decrementAndGet();
                return false;
            }
            double millis = leave();
            if (failure != null) {
                fail(failure);
            }
            complete(texts, millis);
            return true;
        }

        private void complete(List<PageText> texts, double millis) {
            double all = texts.stream().mapToDouble(Batcher::weight).sum();
            for (int index = 0; index < texts.size(); index++) {
                PageText text = texts.get(index);
                requests.get(index).read.complete(new Read(text, millis * weight(text) / all));
            }
        }

        /** Native code cannot be interrupted: its thread is left behind, and a new worker goes on. */
        private void giveUpWhenLate() {
            if (System.nanoTime() - started > limit.toNanos() && over.compareAndSet(false, true)) {
                stuck.incrementAndGet();
                leave();
                fail(new EngineException(
                        ErrorClass.MODEL_TIMEOUT,
                        "The model took longer than %s s. The next run tries again; spark.quire.limit.model-time sets the limit."
                                .formatted(limit.toSeconds())));
                startWorker(alone);
            }
        }

        /** Milliseconds of the device that the batch took. */
        private double leave() {
            fed.leave(requests.size());
            return meter.leave(requests.size(), entered) * requests.size();
        }

        private void fail(Throwable failure) {
            if (failure instanceof EngineException e && e.errorClass() == ErrorClass.DEVICE_MEMORY) {
                batchPages = Math.max(1, Math.min(batchPages, requests.size() * 4 / 5));
            }
            if (requests.size() == 1) {
                requests.get(0).read.completeExceptionally(failure);
            } else {
                alone.addAll(requests);
            }
        }
    }

    /** How much of a batch's time a page took, against the others: any page something, and each character. */
    private static double weight(PageText text) {
        return 500 + text.text().length();
    }

    private void startWorker(Queue<Request> alone) {
        Thread worker = new Thread(() -> work(alone), "quire-engine");
        idle.incrementAndGet();
        worker.setDaemon(true);
        worker.start();
    }

    private void work(Queue<Request> alone) {
        try {
            boolean going = true;
            while (going) {
                if (alone.isEmpty()) {
                    going = new Batch(gather(), alone).read();
                    idle.addAndGet(going ? 1 : 0);
                } else {
                    going = new Batch(List.of(alone.remove()), alone).read();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** This worker's share of what waits, when every idle worker takes as much. */
    private List<Request> gather() throws InterruptedException {
        List<Request> batch = new ArrayList<>();
        batch.add(queue.take());
        int others = queue.size() / idle.getAndDecrement();
        queue.drainTo(batch, Math.min(others, batchPages - 1));
        return batch;
    }

    @Override
    public void close() {
        engine.close();
    }
}
