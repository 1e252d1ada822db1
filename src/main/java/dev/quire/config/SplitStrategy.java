package dev.quire.config;

/** How a document is cut into fragments, the pages that travel together. */
public enum SplitStrategy {
    /** By how long the document is, and whether its pages need a model. */
    AUTO,
    /** Each page for itself. */
    PAGE,
    /** Where its chapters begin, along its outline. */
    CHAPTER,
    /** At equal shares of its content, where nothing runs over. */
    DENSITY,
    /** Every so many pages. */
    FIXED
}
