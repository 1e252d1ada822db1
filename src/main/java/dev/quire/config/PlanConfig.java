package dev.quire.config;

import java.time.Duration;

/**
 * How pages are cut, packed and priced.
 *
 * @param fragmentPages the most of a fragment
 * @param taskTime how long a task should take at most
 * @param devicePrice of an hour of a device, in whatever currency; 0 where it is not known
 */
public record PlanConfig(
        SplitStrategy split,
        int fragmentPages,
        int tasksPerSlot,
        Duration taskTime,
        int wavePages,
        double devicePrice) {}
