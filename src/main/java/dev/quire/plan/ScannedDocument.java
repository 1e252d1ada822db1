package dev.quire.plan;

import dev.quire.document.Failure;
import dev.quire.document.PageFacts;
import dev.quire.source.DocumentRef;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document after it was opened once: its pages, or why it has none.
 *
 * @param format lower case, empty where it was not recognised
 * @param pages one for each page, in order; empty where {@code failure} is set
 * @param failure why the document as a whole cannot be read
 */
public record ScannedDocument(
        DocumentRef document,
        String format,
        List<PageFacts> pages,
        List<String> warnings,
        @Nullable Failure failure) implements Serializable {

    public ScannedDocument {
        pages = List.copyOf(pages);
        warnings = List.copyOf(warnings);
        if (pages.isEmpty() == (failure == null)) {
            throw new IllegalArgumentException("A document has pages or a failure: " + document.path());
        }
    }

    /**
     * Whether this run leaves the document as the tables hold it: it is known, and cannot be opened for a reason that may
     * be gone by the next run.
     */
    public boolean deferred() {
        return failure != null && failure.errorClass().passing() && document.known();
    }

    /** Rows that the pages table holds for this document when all is done: a document that cannot be opened has one. */
    public int expectedRows() {
        return failure == null ? pages.size() : 1;
    }
}
