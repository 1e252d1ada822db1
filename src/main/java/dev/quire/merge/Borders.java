package dev.quire.merge;

import java.util.List;
import java.util.function.Predicate;

/** What stands before and behind the border between two pages. */
final class Borders {

    private Borders() {}

    /** The last part before a place that is not skipped; -1 where there is none near. */
    static int before(List<Part> flow, int place, int most, Predicate<Part> skipped) {
        for (int i = place - 1; i >= Math.max(0, place - most); i--) {
            if (!skipped.test(flow.get(i))) {
                return flow.get(i).is(Part.Kind.MARK) ? -1 : i;
            }
        }
        return -1;
    }

    /** The first part from a place on that is not skipped; -1 where there is none near. */
    static int from(List<Part> flow, int place, int most, Predicate<Part> skipped) {
        for (int i = place; i < Math.min(flow.size(), place + most); i++) {
            if (!skipped.test(flow.get(i))) {
                return flow.get(i).is(Part.Kind.MARK) ? -1 : i;
            }
        }
        return -1;
    }
}
