package dev.quire.merge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What stands before and behind the borders between pages, for a rule that joins parts over them. */
final class Borders {

    private final Separator separator;
    private final Set<Part> passed = new HashSet<>();

    Borders(Separator separator) {
        this.separator = separator;
    }

    /**
     * Takes away the border that a part now goes on over; one that may not stand inside of a part stays behind it, and the
     * next border has that part before it all the same.
     *
     * @return how many parts are gone
     */
    int pass(List<Part> flow, int border) {
        if (separator.isInline()) {
            flow.remove(border);
            return 1;
        }
        passed.add(flow.get(border));
        return 0;
    }

    boolean isPassed(Part part) {
        return passed.contains(part);
    }

    /** The last part before a place that is not skipped; -1 where there is none near. */
    int before(List<Part> flow, int place, int most, Predicate<Part> skipped) {
        int left = most;
        for (int i = place - 1; i >= 0 && left > 0; i--) {
            if (isPassed(flow.get(i))) {
                left = most;
            } else if (skipped.test(flow.get(i))) {
                left--;
            } else {
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
