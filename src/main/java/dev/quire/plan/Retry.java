package dev.quire.plan;

import dev.quire.config.ReadConfig;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.source.Priority;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again when the store did not answer; every other failure is final at once. */
public record Retry(int attempts, Duration delay) {

    /** What is not urgent at all is tried again once at most. */
    public static Retry of(ReadConfig config, Priority priority) {
        int attempts = config.networkAttempts();
        return new Retry(priority == Priority.LOW ? Math.min(2, attempts) : attempts, config.networkDelay());
    }

    /** What is tried. */
    public interface Attempt<T> {
        T run() throws DocumentException;
    }

    /** The first success, or the last failure. Pauses double, with a jitter of up to a half. */
    public <T> T call(Attempt<T> attempt) throws DocumentException, InterruptedException {
        for (int failed = 1; ; failed++) {
            try {
                return attempt.run();
            } catch (DocumentException e) {
                if (e.errorClass() != ErrorClass.NETWORK || failed >= attempts) {
                    throw e;
                }
                long pause = delay.toMillis() << Math.min(failed - 1, 10);
                Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            }
        }
    }
}
