package dev.quire.source;

/** When a document is read, from the first to the last. */
public enum Priority {
    URGENT,
    NORMAL,
    /** Tried again only once where the store does not answer. */
    LOW
}
