package dev.quire.plan;

import dev.quire.document.ErrorClass;
import java.util.List;

/**
 * A page that a run has not read, for a reason that may have passed.
 *
 * @param fragmentId of the fragment that it travelled in
 * @param failures of its tries, in order
 */
public record LostPage(String fragmentId, int page, List<ErrorClass> failures) {

    public LostPage {
        failures = List.copyOf(failures);
    }

    /** Whether an executor may have died of it. */
    public boolean suspect() {
        return failures.get(failures.size() - 1) == ErrorClass.SUSPECT;
    }
}
