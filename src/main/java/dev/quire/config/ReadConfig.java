package dev.quire.config;

import dev.quire.document.DocumentLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * How pages are read on an executor.
 *
 * @param networkAttempts how often a file is tried when the store does not answer
 * @param networkDelay the pause after the first failed try
 */
public record ReadConfig(
        TextLayerUse textLayer, DocumentLimits limits, Duration modelTime, int networkAttempts, Duration networkDelay)
        implements Serializable {}
