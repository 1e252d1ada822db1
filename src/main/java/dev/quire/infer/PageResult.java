package dev.quire.infer;

import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.Figure;
import dev.quire.document.PageText;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of one page. */
public sealed interface PageResult extends Serializable {

    PageOrigin origin();

    Effort effort();

    /**
     * What the page cost.
     *
     * @param renderMillis of a core, to draw the page and to cut its figures out, or to read its text layer
     * @param inferMillis of the device: while n pages are read at once, each takes an n-th of it; of a core, where the
     *     engine computes on cores
     * @param engineMillis from handing the page to the engine to its text, waiting included
     * @param failures of tries, in order
     * @param attempts how often it was tried, the last try included
     * @param device that read it, empty where none did
     * @param model that wrote the text, or failed on it; null where none had to do with it
     */
    record Effort(
            int renderMillis,
            int inferMillis,
            int engineMillis,
            List<ErrorClass> failures,
            int attempts,
            String device,
            @Nullable Model model,
            Executor executor)
            implements Serializable {

        public Effort {
            failures = List.copyOf(failures);
        }

        /** The same, of a page that was tried more often. */
        Effort with(List<ErrorClass> allFailures, int allAttempts) {
            return new Effort(
                    renderMillis, inferMillis, engineMillis, allFailures, allAttempts, device, model, executor);
        }

        /** Before an engine had anything to do with the page, or without it. */
        static Effort withoutEngine(int renderMillis, List<ErrorClass> failures, int attempts, Executor executor) {
            return new Effort(renderMillis, 0, 0, failures, attempts, "", null, executor);
        }
    }

    /** An engine and its version. */
    record Model(String id, String version) implements Serializable {}

    /**
     * Who read the page.
     *
     * @param id host and executor id
     * @param hostKind processor or device, as Linux names it
     */
    record Executor(String id, String hostKind) implements Serializable {}

    /**
     * The page as it was drawn: size in points, share of it that is inked, what went wrong while drawing.
     *
     * @param ink NaN where the page was not drawn
     */
    record Look(float width, float height, float ink, List<String> warnings) implements Serializable {

        public Look {
            warnings = List.copyOf(warnings);
        }

        Look with(List<String> more) {
            return new Look(
                    width,
                    height,
                    ink,
                    Stream.concat(warnings.stream(), more.stream()).toList());
        }
    }

    /**
     * Text was looked for; it may be empty where a page holds ink but no text.
     *
     * @param figures null where nobody asked for them
     */
    record Recognized(
            PageOrigin origin,
            Effort effort,
            Look look,
            PageText text,
            @Nullable List<Figure> figures) implements PageResult {}

    /** Nothing is printed on the page, by measurement of ink. */
    record Blank(PageOrigin origin, Effort effort, Look look) implements PageResult {}

    /** The page is in quarantine. */
    record Failed(PageOrigin origin, Effort effort, Failure failure) implements PageResult {}
}
