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

    private LateLane(Duration pause, Look<T> look) {
        this.task = new FutureTask<>(() -> watch(pause, look));
        this.thread = new Thread(task, "quire-late");
    }

    /** A lane that looks after each pause, and never where the pause is zero. */
    static <T> LateLane<T> open(Duration pause, Look<T> look) {
        LateLane<T> lane = new LateLane<>(pause, look);
        if (pause.isZero()) {
            lane.over.countDown();
        }
        lane.thread.setDaemon(true);
        lane.thread.start();
        return lane;
    }

    private List<T> watch(Duration pause, Look<T> look) throws InterruptedException {
        List<T> outcomes = new ArrayList<>();
        while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                look.read().ifPresent(outcomes::add);
            } catch (ConfigException e) {
                // A folder that cannot be listed now: the next look or the next run sees what this one did not
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
