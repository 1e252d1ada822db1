package dev.quire.merge;

import dev.quire.document.FinishReason;
import java.util.ArrayList;
import java.util.List;

/** Pages that could not be read, and those that were not read to their end. */
record MissingPages() implements Check {

    @Override
    public List<Issue> issues(Merging document) {
        List<Issue> issues = new ArrayList<>();
        for (PageContent page : document.pages()) {
            if (page.failure() != null) {
                issues.add(Issue.error(Issue.Type.MISSING_PAGE, page.page(), page.failure()));
            } else if (page.finish() != null && page.finish() != FinishReason.STOP) {
                issues.add(Issue.error(
                        Issue.Type.INCOMPLETE_PAGE, page.page(), page.finish().name()));
            }
        }
        return issues;
    }
}
