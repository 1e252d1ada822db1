package dev.quire.plan;

import dev.quire.config.ReadConfig;
import dev.quire.config.RetryConfig;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.source.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether and when something that failed is tried again: by what it failed of, and how often of that.
 *
 * @param most tries of whatever kind
 */
public record Retry(RetryConfig config, int most) {

    private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toMillis();

    /** What is not urgent at all is tried again once at most. */
    public static Retry of(ReadConfig config, Priority priority) {
        return new Retry(config.retry(), priority == Priority.LOW ? 2 : Integer.MAX_VALUE);
    }

    /**
     * The pause before the next try, with a jitter of up to a half; empty where there is none.
     *
     * @param failures of all tries so far, the last one last
     */
    public Optional<Duration> pause(List<ErrorClass> failures) {
        ErrorClass last = failures.get(failures.size() - 1);
        RetryConfig.Rule rule = config.rule(last);
        int alike = Collections.frequency(failures, last);
        if (alike >= rule.attempts() || failures.size() >= most) {
            return Optional.empty();
        }
        double longer = (double) rule.delay().toMillis() * Math.pow(rule.factor(), alike - 1.0);
        long pause = (long) Math.min(longer, (double) LONGEST_PAUSE);
        return Optional.of(Duration.ofMillis(pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1)));
    }

    /** What is tried. */
    public interface Attempt<T> {
        T run() throws DocumentException;
    }

    /** The first success, or the last failure; waits in between. */
    public <T> T call(Attempt<T> attempt) throws DocumentException, InterruptedException {
        List<ErrorClass> failures = new ArrayList<>();
        while (true) {
            try {
                return attempt.run();
            } catch (DocumentException e) {
                failures.add(e.errorClass());
                Optional<Duration> pause = pause(failures);
                if (pause.isEmpty()) {
                    throw e;
                }
                Thread.sleep(pause.orElseThrow().toMillis());
            }
        }
    }
}
