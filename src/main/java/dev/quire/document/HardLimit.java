package dev.quire.document;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on a thread of its own and ends them when their time is over, whatever they do.
 *
 * <p>A call that comes by {@link Watch#check()} ends by itself at its limit. One that does not, for instance a loop
 * inside an image decoder, has its thread stopped a moment later: an abandoned thread would keep a core and its memory
 * until the process ends, while what a stopped one leaves half done belongs to the document that is given up with it.
 * Only a thread stuck in native code outlives that; {@link #lostThreads()} counts those, for a health probe.
 */
final class HardLimit implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Set<Thread> LOST = ConcurrentHashMap.newKeySet();

    private final Watch watch;
    private final ThreadPoolExecutor executor;

    private volatile @Nullable Thread worker;
    private volatile boolean broken;
    private volatile long work;

    HardLimit(String name, Watch watch) {
        this.watch = watch;
        this.executor = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> thread(name, task));
        executor.allowCoreThreadTimeOut(true);
    }

    private Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "document " + name);
        thread.setDaemon(true);
        // The image decoders are found through it, and they lie beside this class
        thread.setContextClassLoader(HardLimit.class.getClassLoader());
        worker = thread;
        return thread;
    }

    /** Threads of this process that could not be stopped and still run. */
    static int lostThreads() {
        LOST.removeIf(thread -> !thread.isAlive());
        return LOST.size();
    }

    /** True once a call was given up: what it worked on must not be touched again. */
    boolean broken() {
        return broken;
    }

    /**
     * Runs one call.
     *
     * @throws TimeoutException when it was still running a moment after its limit
     * @throws CancellationException when the calling thread was interrupted; its flag stays set
     */
    <T> T call(Duration limit, Callable<T> call) throws ExecutionException, TimeoutException {
        if (broken) {
            throw new IllegalStateException("The document is broken since an earlier call: open it again");
        }
        Future<T> result = executor.submit(() -> {
            watch.start(limit);
            try {
                return call.call();
            } finally {
                work = watch.work();
            }
        });
        try {
            T value = await(result, limit.toNanos());
            CoreTime.add(work);
            return value;
        } catch (TimeoutException e) {
            giveUp(GRACE.dividedBy(2));
            throw e;
        } catch (InterruptedException e) {
            watch.expire();
            giveUp(GRACE);
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }

    private <T> T await(Future<T> result, long limit)
            throws ExecutionException, TimeoutException, InterruptedException {
        long left = limit;
        while (true) {
            try {
                return result.get(left + GRACE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                left = watch.left();
                if (left < 0) {
                    throw e;
                }
            }
        }
    }

    private void giveUp(Duration patience) {
        broken = true;
        executor.shutdown();
        Thread thread = worker;
        if (thread != null && !ends(thread, patience)) {
            stop(thread);
            if (!ends(thread, patience)) {
                LOST.add(thread);
            }
        }
    }

    private static boolean ends(Thread thread, Duration patience) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** Deprecated since the stopped code may leave shared data half changed; here it shares none. Gone in Java 20. */
    @SuppressWarnings("deprecation")
    private static void stop(Thread thread) {
        try {
            thread.stop();
        } catch (UnsupportedOperationException e) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
