package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.DocumentException;
import dev.quire.document.Failure;
import dev.quire.document.Ink;
import dev.quire.document.OpenDocument;
import dev.quire.document.PageFacts;
import dev.quire.document.PageImage;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Fragment;
import dev.quire.source.DocumentFiles;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a task: draws one, hands it over when the engine has room for it, draws the next meanwhile, and passes
 * on each as soon as it is read, so that none waits for a longer one before it. Every page of every fragment comes out as
 * one result, whatever happens to it and however often it is tried.
 */
final class PageReader implements Iterator<PageResult>, AutoCloseable {

    /** Between two looks for room and for pages beyond their time limit, while nothing else happens. */
    private static final long LOOK_MILLIS = 50;

    private final PageQueue queue;
    private final TaskDocument document;
    private final ReadConfig config;
    private final TaskEngines engines;
    private final TaskPages pages;
    private final Outcomes outcomes;
    private final Set<Batcher.Request> reading = new HashSet<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private @Nullable Drawn drawn;

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
        this.outcomes = new Outcomes(queue, pages, config, engines, executor);
    }

    @Override
    public boolean hasNext() {
        return !reading.isEmpty() || !answers.isEmpty() || drawn != null || !queue.isEmpty();
    }

    @Override
    public PageResult next() {
        try {
            while (hasNext()) {
                Answer answer = goOn() ? answers.poll() : awaitAnswer();
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

    /** A page that waits for room in its engine. */
    private record Drawn(PageTry page, Look look, PageImage image, int renderMillis) {}

    /** Draws the first page, before the engine is asked for: cores have work while the model is loaded. */
    void drawAhead() throws InterruptedException {
        drawNext();
    }

    /** False where there is no page to be drawn now, and no room for one that is. */
    private boolean goOn() throws InterruptedException {
        return drawn == null ? drawNext() : handOver(drawn);
    }

    private boolean drawNext() throws InterruptedException {
        Optional<PageTry> next = queue.poll();
        if (next.isEmpty()) {
            document.close();
            return false;
        }
        draw(next.orElseThrow());
        return true;
    }

    private @Nullable Answer awaitAnswer() throws InterruptedException {
        if (reading.isEmpty() && answers.isEmpty() && drawn == null) {
            queue.awaitDue();
            return null;
        }
        reading.forEach(Batcher.Request::giveUpWhenLate);
        return answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** False where the engine has no room for the page now. */
    private boolean handOver(Drawn page) throws InterruptedException {
        try {
            Batcher batcher = engines.of(page.page).batcher();
            if (!hasRoom(batcher)) {
                return false;
            }
            submit(page, batcher);
        } catch (EngineException e) {
            answers.add(() -> outcomes.withoutEngine(page.page, e));
        }
        drawn = null;
        return true;
    }

    /** A task that can do nothing without waits its turn, before those that could only do more. */
    private boolean hasRoom(Batcher batcher) throws InterruptedException {
        if (reading.isEmpty() && answers.isEmpty()) {
            batcher.awaitRoom();
            return true;
        }
        return batcher.findRoom();
    }

    /** What cannot be handed over is known to have come to its end. */
    private void draw(PageTry page) throws InterruptedException {
        pages.awaitTurn(page);
        Optional<Failure> suspicion = pages.begin(page);
        if (suspicion.isPresent()) {
            answers.add(() -> Optional.of(outcomes.refused(page, suspicion.orElseThrow())));
            return;
        }
        long start = CoreTime.nanos();
        PageFacts facts = Objects.requireNonNull(page.facts());
        try {
            PageImage image = render(document.open(page.fragment().document()), facts);
            Ink ink = image.ink();
            Look look = new Look(facts.width(), facts.height(), ink.share(), image.warnings());
            int renderMillis = workSince(start);
            if (ink.isBlank()) {
                answers.add(() -> Optional.of(outcomes.blank(page, look, renderMillis)));
            } else {
                drawn = new Drawn(page, look, image, renderMillis);
            }
        } catch (DocumentException e) {
            document.closeIfBroken();
            int millis = workSince(start);
            answers.add(() -> outcomes.notDrawn(page, Failure.of(e), millis));
        }
    }

    private PageImage render(OpenDocument open, PageFacts facts) throws DocumentException, InterruptedException {
        Semaphore drawing = ExecutorEngines.drawing(engines.device());
        drawing.acquire();
        try {
            return open.render(facts.page());
        } finally {
            drawing.release();
        }
    }

    private void submit(Drawn page, Batcher batcher) {
        DrawnPage submitted = new DrawnPage(
                page.page,
                page.look,
                page.image.pointsPerPixel(),
                config.figures() ? page.image : null,
                page.renderMillis,
                System.nanoTime());
        Batcher.Request request = batcher.submit(page.image);
        reading.add(request);
        request.whenAnswered(() -> answers.add(() -> {
            reading.remove(request);
            return outcomes.answered(submitted, request);
        }));
    }

    private static int workSince(long nanos) {
        return (int) Math.round(CoreTime.millisSince(nanos));
    }
}
