package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.Figures;
import dev.quire.document.FinishReason;
import dev.quire.document.Ink;
import dev.quire.document.PageFacts;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.PageResult.Effort;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Fragment;
import dev.quire.plan.Retry;
import dev.quire.source.DocumentFiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the pages of a task: renders a few pages ahead of the engine. Every page of every fragment comes out as one
 * result, whatever happens to it and however often it is tried.
 */
final class PageReader implements Iterator<PageResult>, AutoCloseable {

    private final PageQueue queue;
    private final TaskDocument document;
    private final ReadConfig config;
    private final TaskEngines engines;
    private final TaskPages pages;
    private final int ahead;
    private final PageResult.Executor executor;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /**
     * @param fragments with pages
     * @param ahead pages that are rendered or read at once
     */
    PageReader(
            Iterator<Fragment> fragments,
            DocumentFiles files,
            ReadConfig config,
            TaskEngines engines,
            TaskPages pages,
            int ahead,
            PageResult.Executor executor) {
        this.queue = new PageQueue(fragments);
        this.document = new TaskDocument(files, config.limits());
        this.config = config;
        this.engines = engines;
        this.pages = pages;
        this.ahead = ahead;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty() || !queue.isEmpty();
    }

    @Override
    public PageResult next() {
        try {
            while (hasNext()) {
                fill();
                if (pending.isEmpty()) {
                    queue.awaitDue();
                } else {
                    Optional<PageResult> result = pending.remove().await();
                    if (result.isPresent()) {
                        return result.orElseThrow();
                    }
                }
            }
            throw new NoSuchElementException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        document.close();
        pages.close();
    }

    /** A page whose result is known, or will be; empty where it is to be tried again. */
    private interface Pending {
        Optional<PageResult> await() throws InterruptedException;
    }

    private void fill() throws InterruptedException {
        while (pending.size() < ahead) {
            Optional<PageTry> next = queue.poll();
            if (next.isEmpty()) {
                document.close();
                return;
            }
            PageTry page = next.orElseThrow();
            pending.add(page.suspect() ? readAlone(page) : begin(page));
        }
    }

    private Pending readAlone(PageTry page) throws InterruptedException {
        pages.readAlone();
        Optional<PageResult> result = begin(page).await();
        return () -> result;
    }

    private Pending begin(PageTry page) throws InterruptedException {
        Optional<Failure> suspicion = pages.begin(page);
        if (suspicion.isPresent()) {
            PageResult failed = failed(page, suspicion.orElseThrow(), withoutEngine(page, 0));
            return () -> Optional.of(failed);
        }
        long start = CoreTime.nanos();
        PageFacts facts = Objects.requireNonNull(page.facts());
        try {
            PageImage image = document.open(page.fragment().document()).render(facts.page());
            Ink ink = image.ink();
            Look look = new Look(facts.width(), facts.height(), ink.share(), image.warnings());
            int renderMillis = workSince(start);
            if (ink.isBlank()) {
                pages.done(page);
                PageResult blank = new PageResult.Blank(page.origin(), withoutEngine(page, renderMillis), look);
                return () -> Optional.of(blank);
            }
            return submit(new Drawn(page, look, image, renderMillis, System.nanoTime()));
        } catch (DocumentException e) {
            document.closeIfBroken();
            Failure failure = Failure.of(e);
            int millis = workSince(start);
            return () -> afterFailure(page, failure, withoutEngine(page, millis));
        }
    }

    /** A page that was handed to its engine. */
    private record Drawn(PageTry page, Look look, PageImage image, int renderMillis, long submitted) {}

    private Pending submit(Drawn drawn) throws InterruptedException {
        try {
            Batcher.Request request = engines.of(drawn.page).batcher().submit(drawn.image);
            return () -> await(drawn, request);
        } catch (EngineException e) {
            return () -> afterFailure(drawn.page, failure(e), effort(drawn, 0, 0));
        }
    }

    private Optional<PageResult> await(Drawn drawn, Batcher.Request request) throws InterruptedException {
        try {
            Batcher.Read read = request.await();
            PageResult result = recognized(drawn, read);
            pages.done(drawn.page);
            return isUnfinished(read.text()) ? afterUnfinished(drawn.page, result) : Optional.of(result);
        } catch (EngineException e) {
            return afterFailure(drawn.page, failure(e), effort(drawn, 0, 0));
        }
    }

    private PageResult recognized(Drawn drawn, Batcher.Read read) {
        PageOrigin origin = drawn.page.origin();
        PageText text = read.text().scaled(drawn.image.pointsPerPixel());
        int inferMillis = (int) Math.round(read.deviceMillis());
        if (!config.figures()) {
            return new PageResult.Recognized(origin, effort(drawn, 0, inferMillis), drawn.look, text, null);
        }
        long start = CoreTime.nanos();
        Figures figures = Figures.of(drawn.image, read.text().blocks());
        Effort effort = effort(drawn, workSince(start), inferMillis);
        return new PageResult.Recognized(origin, effort, drawn.look.with(figures.warnings()), text, figures.list());
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

    /** Tried again where that may help: by the same engine after a pause, by the alternative at once, or not. */
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

    private Effort effort(Drawn drawn, int cutMillis, int inferMillis) {
        return new Effort(
                drawn.renderMillis + cutMillis,
                inferMillis,
                millisSince(drawn.submitted),
                drawn.page.failures(),
                drawn.page.attempt(),
                engines.device().toString(),
                engines.model(drawn.page),
                executor);
    }

    private static int workSince(long nanos) {
        return (int) Math.round(CoreTime.millisSince(nanos));
    }

    private static int millisSince(long nanos) {
        return (int) ((System.nanoTime() - nanos) / 1_000_000);
    }
}
