package dev.quire.config;

import java.time.Duration;

/**
 * How pages are cut, packed and priced.
 *
 * @param fragmentPages the most of a fragment
 * @param longestTask how long a task should take at most
 * @param shortestTask how long a task should take at least
 * @param wavePages of a wave at least
 * @param waveTime for which a wave should keep all slots busy at least
 * @param devicePrice of an hour of a device, in whatever currency; 0 where it is not known
 */
public record PlanConfig(
        SplitStrategy split,
        int fragmentPages,
        Duration longestTask,
        Duration shortestTask,
        int wavePages,
        Duration waveTime,
        double devicePrice) {}
