package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.DocumentException;
import dev.quire.document.Failure;
import dev.quire.document.PageFacts;
import dev.quire.document.PageText;
import dev.quire.infer.PageResult.Effort;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Fragment;
import dev.quire.plan.Retry;
import dev.quire.source.DocumentFiles;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the text layers of a task's pages, and passes on why documents cannot be opened. Every page of every fragment
 * comes out as one result, whatever happens to it and however often it is tried.
 */
final class TextLayerReader implements Iterator<PageResult>, AutoCloseable {

    private final PageQueue queue;
    private final TaskDocument document;
    private final ReadConfig config;
    private final TaskPages pages;
    private final PageResult.Executor executor;

    TextLayerReader(
            Iterator<Fragment> fragments,
            DocumentFiles files,
            ReadConfig config,
            TaskPages pages,
            PageResult.Executor executor) {
        this.queue = new PageQueue(fragments);
        this.document = new TaskDocument(files, config.limits());
        this.config = config;
        this.pages = pages;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    @Override
    public PageResult next() {
        try {
            while (hasNext()) {
                Optional<PageTry> page = queue.poll();
                Optional<PageResult> result = page.isEmpty() ? Optional.empty() : read(page.orElseThrow());
                if (result.isPresent()) {
                    return result.orElseThrow();
                }
                if (page.isEmpty()) {
                    queue.awaitDue();
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

    /** Empty where the page is to be tried again. */
    private Optional<PageResult> read(PageTry page) throws InterruptedException {
        PageFacts facts = page.facts();
        if (facts == null) {
            return Optional.of(
                    failed(page, Objects.requireNonNull(page.fragment().failure()), 0));
        }
        pages.awaitTurn(page);
        return read(page, facts);
    }

    private Optional<PageResult> read(PageTry page, PageFacts facts) throws InterruptedException {
        // A fragment's pages are told of at once: to ask for each would take as long as to read it
        Optional<Failure> suspicion = pages.begin(
                page,
                page.failures().isEmpty()
                        ? page.fragment().pages().stream()
                                .map(each -> PageTry.first(page.fragment(), each))
                                .toList()
                        : List.of(page));
        if (suspicion.isPresent()) {
            return Optional.of(failed(page, suspicion.orElseThrow(), 0));
        }
        long start = CoreTime.nanos();
        try {
            PageText text =
                    TextLayers.text(document.open(page.fragment().document()).textLayer(facts.page()));
            pages.done(page);
            Look look = new Look(facts.width(), facts.height(), Float.NaN, List.of());
            Effort effort = Effort.withoutEngine(workSince(start), page.failures(), page.attempt(), executor);
            return Optional.of(new PageResult.Recognized(page.origin(), effort, look, text, null));
        } catch (DocumentException e) {
            document.closeIfBroken();
            pages.failed(page, e.errorClass());
            Optional<Duration> pause =
                    Retry.of(config, page.fragment().document().priority()).pause(page.with(e.errorClass()));
            if (pause.isEmpty()) {
                return Optional.of(failed(page, Failure.of(e), workSince(start)));
            }
            queue.setAside(page.again(e.errorClass()), pause.orElseThrow());
            return Optional.empty();
        }
    }

    private PageResult failed(PageTry page, Failure failure, int millis) {
        Effort effort = Effort.withoutEngine(millis, page.with(failure.errorClass()), page.attempt(), executor);
        return new PageResult.Failed(page.origin(), effort, failure);
    }

    private static int workSince(long nanos) {
        return (int) Math.round(CoreTime.millisSince(nanos));
    }
}
