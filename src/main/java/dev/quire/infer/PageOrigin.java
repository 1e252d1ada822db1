package dev.quire.infer;

import dev.quire.document.PageFacts;
import dev.quire.plan.Fragment;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which page of which document a result belongs to.
 *
 * @param page 1-based; 0 stands for a document that could not be opened
 * @param facts what was known of it before it was read; null for a document that could not be opened
 */
public record PageOrigin(
        String documentId,
        String contentKey,
        String fragmentId,
        int page,
        @Nullable PageFacts facts) implements Serializable {

    static PageOrigin of(Fragment fragment, PageFacts page) {
        return of(fragment, page.page(), page);
    }

    /** Of a document that could not be opened. */
    static PageOrigin of(Fragment fragment) {
        return of(fragment, 0, null);
    }

    private static PageOrigin of(Fragment fragment, int page, @Nullable PageFacts facts) {
        return new PageOrigin(
                fragment.document().documentId(), fragment.document().contentKey(), fragment.id(), page, facts);
    }
}
