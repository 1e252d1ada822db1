package dev.quire;

import dev.quire.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks for urgent files and reads them, again and again, on a thread of its own while the run goes on.
 *
 * @param <T> what comes of a look that found files
 */
final class LateLane<T> implements AutoCloseable {

    /** Reads what has come since the last look. */
    interface Look<T> {
        Optional<T> read() throws InterruptedException;
    }

    private final CountDownLatch over = new CountDownLatch(1);
    private final FutureTask<List<T>> task;
    private final Thread thread;

    private LateLane(Duration pause, Look<T> look, Consumer<String> tell) {
        this.task = new FutureTask<>(() -> watch(pause, look, tell));
        this.thread = new Thread(task, "quire-late");
    }

    /**
     * A lane that looks after each pause, and never where the pause is zero.
     *
     * @param tell takes what a person should know at once
     */
    static <T> LateLane<T> open(Duration pause, Look<T> look, Consumer<String> tell) {
        LateLane<T> lane = new LateLane<>(pause, look, tell);
        if (pause.isZero()) {
            lane.over.countDown();
        }
        lane.thread.setDaemon(true);
        lane.thread.start();
        return lane;
    }

    private List<T> watch(Duration pause, Look<T> look, Consumer<String> tell) throws InterruptedException {
        List<T> outcomes = new ArrayList<>();
        while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                look.read().ifPresent(outcomes::add);
            } catch (ConfigException e) {
                tell.accept("Looking for urgent files failed, and is tried again: " + e.getMessage());
            } catch (RuntimeException e) {
                tell.accept("Urgent files that came late cannot be read; the run fails when the others are: " + e);
                throw e;
            }
        }
        return outcomes;
    }

    /** No look begins any more; waits for what is being read. */
    List<T> finish() throws InterruptedException {
        over.countDown();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Urgent files that came late could not be read", e.getCause());
        }
    }

    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
    }
}
