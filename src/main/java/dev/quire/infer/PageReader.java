package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.DocumentException;
import dev.quire.document.Failure;
import dev.quire.document.Ink;
import dev.quire.document.OpenDocument;
import dev.quire.document.PageFacts;
import dev.quire.document.PageImage;
import dev.quire.infer.PageResult.Effort;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Fragment;
import dev.quire.plan.Retry;
import dev.quire.source.DocumentFiles;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of a task: renders a few pages ahead of the engine and gives the results in order. Every page of every
 * fragment comes out as a result, whatever happens to it.
 */
final class PageReader implements Iterator<PageResult>, AutoCloseable {

    private final Iterator<Fragment> fragments;
    private final DocumentFiles files;
    private final ReadConfig config;
    private final Batcher batcher;
    private final int ahead;
    private final String device;
    private final PageResult.Executor executor;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private @Nullable Fragment fragment;
    private Iterator<PageFacts> pages = Collections.emptyIterator();
    private @Nullable OpenDocument open;
    private String openId = "";

    PageReader(
            Iterator<Fragment> fragments,
            DocumentFiles files,
            ReadConfig config,
            Batcher batcher,
            int ahead,
            String device,
            PageResult.Executor executor) {
        this.fragments = fragments;
        this.files = files;
        this.config = config;
        this.batcher = batcher;
        this.ahead = ahead;
        this.device = device;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty() || pages.hasNext() || fragments.hasNext();
    }

    @Override
    public PageResult next() {
        try {
            boolean more = true;
            while (more && pending.size() < ahead) {
                more = start();
            }
            if (pending.isEmpty()) {
                throw new NoSuchElementException();
            }
            return pending.remove().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
            openId = "";
        }
    }

    /** A page whose result is known, or will be. */
    private interface Pending {
        PageResult await() throws InterruptedException;
    }

    /** Starts the next page, or the next document that failed as a whole; false at the end. */
    private boolean start() throws InterruptedException {
        while (!pages.hasNext()) {
            if (!fragments.hasNext()) {
                close();
                return false;
            }
            fragment = fragments.next();
            if (fragment.failure() != null) {
                PageResult failed = new PageResult.Failed(
                        PageOrigin.of(fragment), Effort.withoutEngine(0, 1, executor), fragment.failure());
                pending.add(() -> failed);
                return true;
            }
            pages = fragment.pages().iterator();
        }
        Fragment current = Objects.requireNonNull(fragment);
        pending.add(render(current, pages.next()));
        return true;
    }

    private Pending render(Fragment current, PageFacts page) throws InterruptedException {
        PageOrigin origin = PageOrigin.of(current, page);
        long start = CoreTime.nanos();
        int[] attempts = {0};
        try {
            PageImage image = Retry.of(config, current.document().priority()).call(() -> {
                attempts[0]++;
                return document(current).render(page.page());
            });
            Ink ink = image.ink();
            Look look = new Look(page.width(), page.height(), ink.share(), image.warnings());
            int renderMillis = workSince(start);
            if (ink.isBlank()) {
                PageResult blank =
                        new PageResult.Blank(origin, Effort.withoutEngine(renderMillis, attempts[0], executor), look);
                return () -> blank;
            }
            long submitted = System.nanoTime();
            Batcher.Request request = batcher.submit(image);
            return () ->
                    recognized(origin, look, request, image.pointsPerPixel(), renderMillis, submitted, attempts[0]);
        } catch (DocumentException e) {
            if (open != null && open.broken()) {
                close();
            }
            PageResult failed = new PageResult.Failed(
                    origin, Effort.withoutEngine(workSince(start), attempts[0], executor), Failure.of(e));
            return () -> failed;
        }
    }

    private PageResult recognized(
            PageOrigin origin,
            Look look,
            Batcher.Request request,
            float pointsPerPixel,
            int renderMillis,
            long submitted,
            int attempts)
            throws InterruptedException {
        try {
            Batcher.Read read = request.await();
            return new PageResult.Recognized(
                    origin,
                    effort(renderMillis, (int) Math.round(read.deviceMillis()), submitted, attempts),
                    look,
                    read.text().scaled(pointsPerPixel));
        } catch (EngineException e) {
            return new PageResult.Failed(
                    origin,
                    effort(renderMillis, 0, submitted, attempts),
                    new Failure(e.errorClass(), String.valueOf(e.getMessage())));
        }
    }

    /** The fragment's document; a task opens each once, unless a failure closed it. */
    private OpenDocument document(Fragment current) throws DocumentException {
        String id = current.document().documentId();
        if (open == null || open.broken() || !openId.equals(id)) {
            close();
            open = files.open(current.document(), config.limits());
            openId = id;
        }
        return open;
    }

    private Effort effort(int renderMillis, int inferMillis, long submitted, int attempts) {
        return new Effort(renderMillis, inferMillis, millisSince(submitted), attempts, device, executor);
    }

    private static int workSince(long nanos) {
        return (int) Math.round(CoreTime.millisSince(nanos));
    }

    private static int millisSince(long nanos) {
        return (int) ((System.nanoTime() - nanos) / 1_000_000);
    }
}
