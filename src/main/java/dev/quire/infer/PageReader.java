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
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a task: draws pages as long as the engine has room for them, and passes on each as soon as it is read,
 * so that none waits for a longer one before it. Every page of every fragment comes out as one result, whatever happens to
 * it and however often it is tried.
 */
final class PageReader implements Iterator<PageResult>, AutoCloseable {

    /** Between two looks for room and for pages beyond their time limit, while nothing else happens. */
    private static final long LOOK_MILLIS = 50;

    private final PageQueue queue;
    private final TaskDocument document;
    private final ReadConfig config;
    private final TaskEngines engines;
    private final TaskPages pages;
    private final PageResult.Executor executor;
    private final Set<Batcher.Request> reading = new HashSet<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private @Nullable PageTry next;
    private boolean alone;

    /** @param fragments with pages */
    PageReader(
            Iterator<Fragment> fragments,
            DocumentFiles files,
            ReadConfig config,
            TaskEngines engines,
            TaskPages pages,
            PageResult.Executor executor) {
        this.queue = new PageQueue(fragments);
        this.document = new TaskDocument(files, config.limits());
        this.config = config;
        this.engines = engines;
        this.pages = pages;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        return !reading.isEmpty() || !answers.isEmpty() || next != null || !queue.isEmpty();
    }

    @Override
    public PageResult next() {
        try {
            while (hasNext()) {
                Answer answer = beginOne() ? answers.poll() : awaitAnswer();
                Optional<PageResult> result = answer == null ? Optional.empty() : answer.result();
                if (result.isPresent()) {
                    return result.orElseThrow();
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

    /** What became of a try; empty where the page is to be tried again. */
    private interface Answer {
        Optional<PageResult> result() throws InterruptedException;
    }

    /** False where no page can be begun now. */
    private boolean beginOne() throws InterruptedException {
        next = next == null ? queue.poll().orElse(null) : next;
        if (next == null) {
            document.close();
            return false;
        }
        if ((alone || next.suspect()) && !reading.isEmpty()) {
            return false;
        }
        if (!begin(next)) {
            return false;
        }
        alone = next.suspect();
        next = null;
        return true;
    }

    private @Nullable Answer awaitAnswer() throws InterruptedException {
        if (reading.isEmpty() && answers.isEmpty() && next == null) {
            queue.awaitDue();
            return null;
        }
        reading.forEach(Batcher.Request::giveUpWhenLate);
        return answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** False where the engine has no room for the page now. */
    private boolean begin(PageTry page) throws InterruptedException {
        if (page.suspect()) {
            pages.readAlone();
        }
        try {
            Batcher batcher = engines.of(page).batcher();
            return hasRoom(batcher) && begin(page, batcher);
        } catch (EngineException e) {
            answers.add(() -> afterFailure(page, failure(e), withoutEngine(page, 0)));
            return true;
        }
    }

    /** A task that can do nothing without waits its turn, before those that could only do more. */
    private boolean hasRoom(Batcher batcher) throws InterruptedException {
        if (reading.isEmpty() && answers.isEmpty()) {
            batcher.awaitRoom();
            return true;
        }
        return batcher.findRoom();
    }

    private boolean begin(PageTry page, Batcher batcher) throws InterruptedException {
        boolean handedOver = false;
        try {
            handedOver = draw(page, batcher);
        } finally {
            if (!handedOver) {
                batcher.leaveRoom();
            }
        }
        return true;
    }

    /** Whether the page was handed to the engine; otherwise it is known already what became of it. */
    private boolean draw(PageTry page, Batcher batcher) throws InterruptedException {
        Optional<Failure> suspicion = pages.begin(page);
        if (suspicion.isPresent()) {
            PageResult failed = failed(page, suspicion.orElseThrow(), withoutEngine(page, 0));
            answers.add(() -> Optional.of(failed));
            return false;
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
                answers.add(() -> Optional.of(blank));
                return false;
            }
            PageImage kept = config.figures() ? image : null;
            submit(
                    new Drawn(page, look, image.pointsPerPixel(), kept, renderMillis, System.nanoTime()),
                    image,
                    batcher);
            return true;
        } catch (DocumentException e) {
            document.closeIfBroken();
            Failure failure = Failure.of(e);
            int millis = workSince(start);
            answers.add(() -> afterFailure(page, failure, withoutEngine(page, millis)));
            return false;
        }
    }

    private void submit(Drawn drawn, PageImage image, Batcher batcher) {
        Batcher.Request request = batcher.submit(image);
        reading.add(request);
        request.whenAnswered(() -> answers.add(() -> answer(drawn, request)));
    }

    /**
     * A page that was handed to its engine.
     *
     * @param image kept where figures are to be cut out of it; null where not
     */
    private record Drawn(
            PageTry page,
            Look look,
            float pointsPerPixel,
            @Nullable PageImage image,
            int renderMillis,
            long submitted) {}

    private Optional<PageResult> answer(Drawn drawn, Batcher.Request request) throws InterruptedException {
        reading.remove(request);
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
        PageText text = read.text().scaled(drawn.pointsPerPixel);
        int inferMillis = (int) Math.round(read.deviceMillis());
        if (drawn.image == null) {
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
