package dev.quire.config;

import dev.quire.document.ErrorClass;
import java.io.Serializable;
import java.time.Duration;

/**
 * How often what failed is tried again within a run, by what it failed of.
 *
 * @param network the store did not answer
 * @param timeout a page waited too long, or the model took too long
 * @param deviceMemory the device had no memory left
 * @param model the model failed
 */
public record RetryConfig(Rule network, Rule timeout, Rule deviceMemory, Rule model) implements Serializable {

    /**
     * Tries and the pauses between them.
     *
     * @param attempts in all
     * @param delay after the first
     * @param factor by which each further pause is longer than the one before
     */
    public record Rule(int attempts, Duration delay, double factor) implements Serializable {

        private static final Rule ONCE = new Rule(1, Duration.ZERO, 1);
    }

    /** What is final, or can only have passed by the next run, is tried once. */
    public Rule rule(ErrorClass failure) {
        return switch (failure) {
            case NETWORK -> network;
            case BUSY, MODEL_TIMEOUT -> timeout;
            case DEVICE_MEMORY -> deviceMemory;
            case MODEL -> model;
            default -> Rule.ONCE;
        };
    }
}
