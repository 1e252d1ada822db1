package dev.quire.infer;

import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gathers pages of all tasks of an executor into batches for its engine. A batch that fails is read again page by page,
 * so that one bad page never costs another.
 */
final class Batcher implements AutoCloseable {

    private final Engine engine;
    private final int batchPages;
    private final Duration delay;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();

    Batcher(Engine engine, int batchPages, int workers, Duration delay) {
        this.engine = engine;
        this.batchPages = batchPages;
        this.delay = delay;
        for (int worker = 0; worker < workers; worker++) {
            startWorker();
        }
    }

    /** Hands a page to the engine; returns at once. */
    Request submit(PageImage image) {
        Request request = new Request(image);
        queue.add(request);
        return request;
    }

    /** A page on its way through the engine. */
    final class Request {
        private final PageImage image;
        private final CompletableFuture<PageText> text = new CompletableFuture<>();
        private volatile long started;

        private Request(PageImage image) {
            this.image = image;
        }

        /**
         * Waits for the text. The limit counts from when the engine took the page up, not from when it was queued; a
         * worker that runs past it is replaced, since native code cannot be interrupted.
         */
        PageText await(Duration limit) throws EngineException, InterruptedException {
            while (true) {
                try {
                    return text.get(250, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (started != 0 && System.nanoTime() - started > limit.toNanos() && text.cancel(false)) {
                        startWorker();
                        throw new EngineException(
                                ErrorClass.MODEL_TIMEOUT,
                                "The model took longer than %s s. The next run tries again; spark.quire.limit.model-time sets the limit."
                                        .formatted(limit.toSeconds()));
                    }
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof EngineException failure) {
                        throw failure;
                    }
                    throw new EngineException(ErrorClass.MODEL, "The engine failed: " + e.getCause(), e);
                }
            }
        }
    }

    private void startWorker() {
        Thread worker = new Thread(this::work, "quire-engine");
        worker.setDaemon(true);
        worker.start();
    }

    private void work() {
        try {
            while (true) {
                List<Request> batch = nextBatch();
                read(batch);
                if (batch.stream().anyMatch(request -> request.text.isCancelled())) {
                    return; // Another worker took this one's place
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Request> nextBatch() throws InterruptedException {
        List<Request> batch = new ArrayList<>(batchPages);
        batch.add(queue.take());
        long deadline = System.nanoTime() + delay.toNanos();
        while (batch.size() < batchPages) {
            Request next = queue.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void read(List<Request> batch) {
        long now = System.nanoTime();
        batch.forEach(request -> request.started = now);
        try {
            List<PageText> texts =
                    engine.read(batch.stream().map(request -> request.image).toList());
            for (int index = 0; index < batch.size(); index++) {
                batch.get(index).text.complete(texts.get(index));
            }
        } catch (EngineException | RuntimeException | OutOfMemoryError e) {
            if (batch.size() == 1) {
                batch.get(0).text.completeExceptionally(e);
            } else {
                batch.forEach(request -> read(List.of(request)));
            }
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
