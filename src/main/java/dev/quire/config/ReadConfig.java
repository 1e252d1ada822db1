package dev.quire.config;

import dev.quire.document.DocumentLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * How pages are read on an executor.
 *
 * @param figures whether they are cut out and kept
 * @param modelTime the longest that the model may take for a batch
 * @param stuckThreads that an executor leaves behind in native code before it ends itself
 */
public record ReadConfig(
        TextLayerUse textLayer,
        boolean figures,
        DocumentLimits limits,
        Duration modelTime,
        int stuckThreads,
        RetryConfig retry)
        implements Serializable {}
