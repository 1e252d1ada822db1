package dev.quire.notify;

import dev.quire.config.WebhookConfig;
import dev.quire.source.Callbacks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells of documents that have landed while the run goes on. It never fails the run, and costs it no more than a set time
 * in all: what cannot be told until then is counted as failed, for whoever compares with the tables.
 */
public final class Notifier implements AutoCloseable {

    private static final int SENDERS = 8;
    private static final int QUEUED = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Callbacks callbacks;
    private final WebhookConfig config;
    private final Consumer<String> tell;
    private final Signature signature;
    private final Post post;
    private final ThreadPoolExecutor senders;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(QUEUED);
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private long delayLeft;

    /**
     * Sends nothing yet.
     *
     * @param tell takes what a person should know at once
     */
    public Notifier(Callbacks callbacks, WebhookConfig config, Consumer<String> tell) {
        this.callbacks = callbacks;
        this.config = config;
        this.tell = tell;
        this.signature = new Signature(config.secret());
        this.delayLeft = config.delay().toNanos();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Notifier::thread);
        this.post = new Post(config.time(), clock);
        this.senders = new ThreadPoolExecutor(SENDERS, SENDERS, 1, TimeUnit.SECONDS, queue, Notifier::thread);
        senders.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "quire-webhook");
        thread.setDaemon(true);
        return thread;
    }

    /** How many messages were sent, and how many failed for good. */
    public record Count(long sent, long failed) {}

    /** Whether nobody wants to be told of anything. */
    public boolean isIdle() {
        return callbacks.isEmpty() && config.url().isEmpty();
    }

    /** Tells of those documents of which somebody wants to be told. Waits while too many wait to be sent. */
    public synchronized void tell(Iterator<Notice> landed) throws InterruptedException {
        while (landed.hasNext()) {
            Notice notice = landed.next();
            String address = callbacks.of(notice.documentId()).orElse(config.url());
            if (address.isEmpty()) {
                continue;
            }
            asked.incrementAndGet();
            if (awaitRoom()) {
                senders.execute(() -> send(notice, URI.create(address)));
            } else {
                fail(notice, "the time for all messages was over before it was sent");
            }
        }
    }

    private boolean awaitRoom() throws InterruptedException {
        long start = System.nanoTime();
        while (queue.remainingCapacity() == 0 && System.nanoTime() - start < delayLeft) {
            Thread.sleep(20);
        }
        delayLeft -= System.nanoTime() - start;
        return queue.remainingCapacity() > 0;
    }

    private void send(Notice notice, URI uri) {
        String reason = "";
        for (int attempt = 1; attempt <= config.attempts(); attempt++) {
            try {
                int status = post(notice, uri);
                if (status >= 200 && status < 300) {
                    sent.incrementAndGet();
                    return;
                }
                reason = "the host answered " + status;
                if (status < 500 && status != 429) {
                    break;
                }
                pause(attempt);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                pause(attempt);
            } catch (RuntimeException e) {
                reason = e.toString();
                break;
            }
        }
        fail(notice, reason);
    }

    private int post(Notice notice, URI uri) throws IOException {
        boolean loopback = config.loopback() == WebhookConfig.Loopback.ALLOW;
        InetAddress address = PublicAddress.of(uri.getHost(), loopback);
        if (!"https".equals(uri.getScheme()) && !address.isLoopbackAddress()) {
            throw new IOException("only this machine itself is told without encryption");
        }
        String body = notice.json();
        return post.send(uri, address, signature.of(Instant.now().getEpochSecond(), body), body);
    }

    /** Twice as long each time, with a jitter of up to a half; none after the last try. */
    private void pause(int attempt) {
        if (attempt < config.attempts()) {
            long pause = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 6);
            try {
                Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void fail(Notice notice, String reason) {
        if (failed.incrementAndGet() == 1) {
            tell.accept("The webhook for %s failed: %s. Others that fail are only counted."
                    .formatted(notice.path(), reason));
        }
    }

    /** Waits for what is still on its way, as long as the run may be delayed; the rest has failed. */
    public synchronized Count finish() throws InterruptedException {
        senders.shutdown();
        if (!senders.awaitTermination(Math.max(0, delayLeft), TimeUnit.NANOSECONDS)) {
            senders.shutdownNow();
        }
        long done = sent.get();
        return new Count(done, asked.get() - done);
    }

    @Override
    public void close() {
        senders.shutdownNow();
        post.clock().shutdownNow();
    }
}
