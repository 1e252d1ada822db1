package dev.quire.plan;

import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again when the store did not answer; every other failure is final at once. */
public record Retry(int attempts, Duration delay) {

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
