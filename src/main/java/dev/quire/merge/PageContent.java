package dev.quire.merge;

import org.jspecify.annotations.Nullable;

/**
 * One landed page, as far as merging needs it.
 *
 * @param page 1-based; 0 stands for a document that could not be opened
 * @param markdown empty where the page is blank or failed
 * @param failure the class of the error, null where the page was read
 */
public record PageContent(
        int page, String markdown, @Nullable String failure) {}
