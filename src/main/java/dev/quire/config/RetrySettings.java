package dev.quire.config;

import java.time.Duration;

/** The keys that tell how pages of one kind of failure are tried again. */
record RetrySettings(Setting<Integer> attempts, Setting<Duration> delay, Setting<Double> factor) {

    /** @param which pages, as a sentence goes on after "a page" */
    static RetrySettings of(String name, String which, int attempts, String delay, double factor) {
        String prefix = "retry." + name + ".";
        return new RetrySettings(
                Setting.count(prefix + "attempts", attempts, 1, 100, "How often a page is tried " + which + "."),
                Setting.duration(prefix + "delay", delay, "The pause after the first of these tries, with a jitter."),
                Setting.factor(prefix + "factor", factor, "By how much each further pause is longer than the last."));
    }
}
