package dev.quire.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Printed page numbers that go back or leave one out, where they do not begin anew. */
record PrintedNumbers() implements Check {

    @Override
    public List<Issue> issues(Merging document) {
        List<Issue> issues = new ArrayList<>();
        Map.Entry<Integer, Integer> before = null;
        for (Map.Entry<Integer, Integer> page : document.numbers().entrySet()) {
            if (before != null) {
                int missing = page.getValue() - before.getValue() - (page.getKey() - before.getKey());
                boolean anew = page.getValue() <= page.getKey() - before.getKey();
                String detail = "%d follows on %d".formatted(page.getValue(), before.getValue());
                if (page.getValue() <= before.getValue() && !anew) {
                    issues.add(Issue.warning(Issue.Type.PAGE_ORDER, page.getKey(), detail));
                } else if (missing > 0) {
                    issues.add(Issue.warning(Issue.Type.PRINTED_PAGE_MISSING, page.getKey(), detail));
                }
            }
            before = page;
        }
        return issues;
    }
}
