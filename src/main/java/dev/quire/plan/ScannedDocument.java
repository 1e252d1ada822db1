package dev.quire.plan;

import dev.quire.config.SplitStrategy;
import dev.quire.document.Failure;
import dev.quire.document.Outline;
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
 * @param outline {@link Outline#NONE} where it has none, or none that can be read
 * @param failure why the document as a whole cannot be read
 */
public record ScannedDocument(
        DocumentRef document,
        String format,
        List<PageFacts> pages,
        Outline outline,
        List<String> warnings,
        @Nullable Failure failure)
        implements Serializable {

    private static final int MOST_BY_PAGE = 5;
    private static final int MOST_BY_CHAPTER = 50;

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

    /** How the document is cut; where only some of its pages need a model, how these are. */
    public SplitStrategy strategy(SplitStrategy asked) {
        return strategy(asked, pages.stream().anyMatch(page -> !page.trust().trusted()));
    }

    /**
     * How pages are cut that need a model, or that need none: to open the document once more would cost more than to read
     * their text layers.
     */
    SplitStrategy strategy(SplitStrategy asked, boolean model) {
        SplitStrategy wanted = asked != SplitStrategy.AUTO ? asked : model ? byLength() : SplitStrategy.DENSITY;
        boolean noChapters = wanted == SplitStrategy.CHAPTER && outline.chapterDepth() == 0;
        return noChapters ? SplitStrategy.FIXED : wanted;
    }

    private SplitStrategy byLength() {
        if (pages.size() <= MOST_BY_PAGE) {
            return SplitStrategy.PAGE;
        }
        return pages.size() <= MOST_BY_CHAPTER ? SplitStrategy.CHAPTER : SplitStrategy.DENSITY;
    }

    /** Rows that the pages table holds for this document when all is done: a document that cannot be opened has one. */
    public int expectedRows() {
        return failure == null ? pages.size() : 1;
    }
}
