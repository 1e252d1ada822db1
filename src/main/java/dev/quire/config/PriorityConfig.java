package dev.quire.config;

import java.time.Duration;

/**
 * Which documents come first and last.
 *
 * @param urgent a regular expression that their paths hold, empty where none are
 * @param low likewise
 * @param watch the pause between two looks for late urgent files, zero for no look
 */
public record PriorityConfig(String urgent, String low, Duration watch) {}
