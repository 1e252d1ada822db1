package dev.quire.infer;

import dev.quire.document.ErrorClass;
import dev.quire.document.PageFacts;
import dev.quire.plan.Company;
import dev.quire.plan.Fragment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page that is about to be tried.
 *
 * @param facts null stands for a document that could not be opened
 * @param failures of the tries before, in order
 * @param before what the first engine made of it; null while that is the one that reads it
 */
record PageTry(
        Fragment fragment,
        @Nullable PageFacts facts,
        List<ErrorClass> failures,
        @Nullable PageResult before) {

    PageTry {
        failures = List.copyOf(failures);
    }

    static PageTry first(Fragment fragment, PageFacts facts) {
        return new PageTry(fragment, facts, fragment.failures(), null);
    }

    static PageTry ofDocument(Fragment fragment) {
        return new PageTry(fragment, null, List.of(), null);
    }

    /** The next try by the same engine. */
    PageTry again(ErrorClass failure) {
        return new PageTry(fragment, facts, with(failure), before);
    }

    /** The one try of the alternative engine. */
    PageTry byAlternative(ErrorClass failure, PageResult first) {
        return new PageTry(fragment, facts, with(failure), first);
    }

    /** The failures, and one more. */
    List<ErrorClass> with(ErrorClass failure) {
        return Stream.concat(failures.stream(), Stream.of(failure)).toList();
    }

    /** Beside how many others it may be read now. */
    Company company() {
        return fragment.company();
    }

    int attempt() {
        return failures.size() + 1;
    }

    PageOrigin origin() {
        return facts == null ? PageOrigin.of(fragment) : PageOrigin.of(fragment, facts);
    }
}
