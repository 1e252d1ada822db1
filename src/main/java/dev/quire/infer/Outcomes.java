package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.Figures;
import dev.quire.document.FinishReason;
import dev.quire.document.PageText;
import dev.quire.infer.PageResult.Effort;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Retry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a try of a page: its result; or, where that is empty, another try, by the same engine after a pause or by
 * the alternative at once, for which the page is back in the task's queue.
 */
final class Outcomes {

    private final PageQueue queue;
    private final TaskPages pages;
    private final ReadConfig config;
    private final TaskEngines engines;
    private final PageResult.Executor executor;

    Outcomes(PageQueue queue, TaskPages pages, ReadConfig config, TaskEngines engines, PageResult.Executor executor) {
        this.queue = queue;
        this.pages = pages;
        this.config = config;
        this.engines = engines;
        this.executor = executor;
    }

    /** Of a page that may not be read now. */
    PageResult refused(PageTry page, Failure reason) {
        return failed(page, reason, withoutEngine(page, 0));
    }

    PageResult blank(PageTry page, Look look, int renderMillis) {
        pages.done(page);
        return new PageResult.Blank(page.origin(), withoutEngine(page, renderMillis), look);
    }

    Optional<PageResult> notDrawn(PageTry page, Failure failure, int renderMillis) {
        return afterFailure(page, failure, withoutEngine(page, renderMillis));
    }

    Optional<PageResult> withoutEngine(PageTry page, EngineException failure) {
        return afterFailure(page, failure(failure), withoutEngine(page, 0));
    }

    Optional<PageResult> answered(DrawnPage drawn, Batcher.Request request) throws InterruptedException {
        try {
            Batcher.Read read = request.await();
            PageResult result = recognized(drawn, read);
            pages.done(drawn.page());
            return isUnfinished(read.text()) ? afterUnfinished(drawn.page(), result) : Optional.of(result);
        } catch (EngineException e) {
            return afterFailure(drawn.page(), failure(e), effort(drawn, 0, 0));
        }
    }

    private PageResult recognized(DrawnPage drawn, Batcher.Read read) {
        PageOrigin origin = drawn.page().origin();
        PageText text = read.text().scaled(drawn.pointsPerPixel());
        int inferMillis = (int) Math.round(read.deviceMillis());
        if (drawn.image() == null) {
            return new PageResult.Recognized(origin, effort(drawn, 0, inferMillis), drawn.look(), text, null);
        }
        long start = CoreTime.nanos();
        Figures figures = Figures.of(drawn.image(), read.text().blocks());
        int cutMillis = (int) Math.round(CoreTime.millisSince(start));
        Look look = drawn.look().with(figures.warnings());
        return new PageResult.Recognized(origin, effort(drawn, cutMillis, inferMillis), look, text, figures.list());
    }

    private static boolean isUnfinished(PageText text) {
        return text.finish() == FinishReason.LENGTH || text.finish() == FinishReason.REPETITION;
    }

    private Optional<PageResult> afterUnfinished(PageTry page, PageResult result) {
        if (page.before() != null) {
            return Optional.of(kept(page, ErrorClass.UNFINISHED, "It did not come to an end of the page."));
        }
        return !engines.chosen().hasAlternative()
                ? Optional.of(result)
                : later(page.byAlternative(ErrorClass.UNFINISHED, result), Duration.ZERO);
    }

    /** Tried again where that may help. */
    private Optional<PageResult> afterFailure(PageTry page, Failure failure, Effort effort) {
        ErrorClass failed = failure.errorClass();
        pages.failed(page, failed);
        boolean hasAlternative = engines.chosen().hasAlternative() && page.before() == null;
        Optional<Duration> pause = failed == ErrorClass.MODEL
                        && engines.chosen().hasAlternative()
                ? Optional.empty()
                : Retry.of(config, page.fragment().document().priority()).pause(page.with(failed));
        if (pause.isPresent()) {
            return later(page.again(failed), pause.orElseThrow());
        }
        if (page.before() != null) {
            return Optional.of(kept(page, failed, failure.message()));
        }
        PageResult result = failed(page, failure, effort);
        return hasAlternative && ofModel(failed)
                ? later(page.byAlternative(failed, result), Duration.ZERO)
                : Optional.of(result);
    }

    private static boolean ofModel(ErrorClass failure) {
        return switch (failure) {
            case MODEL, MODEL_TIMEOUT, DEVICE_MEMORY -> true;
            default -> false;
        };
    }

    private Optional<PageResult> later(PageTry page, Duration pause) {
        queue.setAside(page, pause);
        return Optional.empty();
    }

    private static PageResult failed(PageTry page, Failure failure, Effort effort) {
        return new PageResult.Failed(
                page.origin(), effort.with(page.with(failure.errorClass()), page.attempt()), failure);
    }

    /** What the first engine made of the page, where the alternative did no better. */
    private static PageResult kept(PageTry page, ErrorClass failed, String message) {
        PageResult before = Objects.requireNonNull(page.before());
        Effort effort = before.effort().with(page.with(failed), page.attempt());
        if (before instanceof PageResult.Failed first) {
            String both = first.failure().message() + " The alternative engine failed as well: " + message;
            return new PageResult.Failed(
                    before.origin(), effort, new Failure(first.failure().errorClass(), both));
        }
        PageResult.Recognized first = (PageResult.Recognized) before;
        return new PageResult.Recognized(before.origin(), effort, first.look(), first.text(), first.figures());
    }

    private static Failure failure(EngineException e) {
        return new Failure(e.errorClass(), String.valueOf(e.getMessage()));
    }

    private Effort withoutEngine(PageTry page, int renderMillis) {
        return Effort.withoutEngine(renderMillis, page.failures(), page.attempt(), executor);
    }

    private Effort effort(DrawnPage drawn, int cutMillis, int inferMillis) {
        return new Effort(
                drawn.renderMillis() + cutMillis,
                inferMillis,
                (int) ((System.nanoTime() - drawn.submitted()) / 1_000_000),
                drawn.page().failures(),
                drawn.page().attempt(),
                engines.device().toString(),
                engines.model(drawn.page()),
                executor);
    }
}
