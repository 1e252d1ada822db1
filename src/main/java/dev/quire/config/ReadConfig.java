package dev.quire.config;

import dev.quire.document.DocumentLimits;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How pages are read on an executor.
 *
 * @param figures whether they are cut out and kept
 * @param modelTime the longest that a model may take for a batch; null where that is for its engine to say
 * @param stuckThreads that an executor leaves behind in native code before it ends itself
 */
public record ReadConfig(
        TextLayerUse textLayer,
        boolean figures,
        DocumentLimits limits,
        @Nullable Duration modelTime,
        int stuckThreads,
        RetryConfig retry)
        implements Serializable {}
