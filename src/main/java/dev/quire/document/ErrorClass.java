package dev.quire.document;

/** Why a page or a document could not be read: what a report counts and what decides about another try. */
public enum ErrorClass {
    /** Not a format that Quire reads. */
    UNSUPPORTED_FORMAT(false),
    /** Needs a password or a certificate that was not given. */
    ENCRYPTED(false),
    /** Broken beyond what the parser repairs. */
    CORRUPT(false),
    /** A document without pages, or a file without content. */
    EMPTY(false),
    /** Asks for more memory, pixels or pages than the limits allow. */
    TOO_LARGE(false),
    /** An image that no decoder could read, on a page that shows nothing without it. */
    UNDECODABLE(false),
    /** Opening or rendering ran past its time limit. */
    RENDER_TIMEOUT(false),
    /** The page used up the memory that it may use. */
    OUT_OF_MEMORY(false),
    /** The process that read the page ended, not for the first time, and was reading nothing else. */
    EXECUTOR_LOST(false),
    /** No permission to read the file. */
    ACCESS_DENIED(true),
    /** The store did not answer, or not in time. */
    NETWORK(true),
    /** Waited too long for memory that other pages held, a busy machine or a slow store. */
    BUSY(true),
    /** The file was deleted or replaced after it was listed. */
    CHANGED(true),
    /** Was being read when its process ended, or belongs to a task that never came to its end: to be read with few others. */
    SUSPECT(true),
    /** The model failed on this page. */
    MODEL(true),
    /** The model ran past its time limit. */
    MODEL_TIMEOUT(true),
    /** The model did not come to an end of the page; never the end of a page, only of a try. */
    UNFINISHED(true),
    /** The device had no memory left. */
    DEVICE_MEMORY(true);

    private final boolean passing;

    ErrorClass(boolean passing) {
        this.passing = passing;
    }

    /** Whether the next run tries again: the cause may be gone by then. */
    public boolean passing() {
        return passing;
    }
}
