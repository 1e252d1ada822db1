package dev.quire.plan;

import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.PageFacts;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentRef;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of one document that travel together. A document that cannot be opened is one fragment without pages.
 *
 * @param cost predicted, of all its pages
 * @param before first page of the fragment that comes before it in the document, 0 for none; by first pages, among the
 *     fragments of one run
 * @param after first page of the one that comes after it, 0 for none
 * @param failures of earlier tries of its one page in this run, in order; empty where it was not tried yet
 */
public record Fragment(
        DocumentRef document,
        List<PageFacts> pages,
        PageCost cost,
        @Nullable Failure failure,
        int before,
        int after,
        List<ErrorClass> failures)
        implements Serializable {

    /** The only one of its document. */
    public Fragment(DocumentRef document, List<PageFacts> pages, PageCost cost, @Nullable Failure failure) {
        this(document, pages, cost, failure, 0, 0);
    }

    /** Not tried yet. */
    public Fragment(
            DocumentRef document,
            List<PageFacts> pages,
            PageCost cost,
            @Nullable Failure failure,
            int before,
            int after) {
        this(document, pages, cost, failure, before, after, List.of());
    }

    public Fragment {
        pages = List.copyOf(pages);
        failures = List.copyOf(failures);
    }

    /** Whether its pages have to be looked at. A document that cannot be opened needs no model to say so. */
    public boolean needsModel() {
        return !pages.isEmpty() && !pages.get(0).trust().trusted();
    }

    /** Beside how many others its page may be read now. */
    public Company company() {
        return Company.after(
                (int) failures.stream().filter(ErrorClass.SUSPECT::equals).count());
    }

    public FragmentKey key() {
        return FragmentKey.of(
                document.documentId(), pages.isEmpty() ? 0 : pages.get(0).page());
    }

    /** As the tables show it: document and first page. */
    public String id() {
        return document.documentId() + "-" + key().firstPage();
    }

    /** Rows that this fragment adds to the pages table. */
    public int rows() {
        return failure == null ? pages.size() : 1;
    }
}
