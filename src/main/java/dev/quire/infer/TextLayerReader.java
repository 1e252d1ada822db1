package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.CoreTime;
import dev.quire.document.DocumentException;
import dev.quire.document.Failure;
import dev.quire.document.OpenDocument;
import dev.quire.document.PageFacts;
import dev.quire.document.PageText;
import dev.quire.infer.PageResult.Effort;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.Fragment;
import dev.quire.plan.Retry;
import dev.quire.source.DocumentFiles;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text layers of a task's pages, and passes on why documents cannot be opened. Every page of every fragment
 * comes out as a result, whatever happens to it.
 */
final class TextLayerReader implements Iterator<PageResult>, AutoCloseable {

    private final Iterator<Fragment> fragments;
    private final DocumentFiles files;
    private final ReadConfig config;
    private final PageResult.Executor executor;
    private Iterator<PageResult> results = Collections.emptyIterator();
    private @Nullable OpenDocument open;
    private String openId = "";

    TextLayerReader(
            Iterator<Fragment> fragments, DocumentFiles files, ReadConfig config, PageResult.Executor executor) {
        this.fragments = fragments;
        this.files = files;
        this.config = config;
        this.executor = executor;
    }

    @Override
    public boolean hasNext() {
        while (!results.hasNext() && fragments.hasNext()) {
            results = results(fragments.next()).iterator();
        }
        return results.hasNext();
    }

    @Override
    public PageResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.next();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
            openId = "";
        }
    }

    /** Lazily. */
    private Stream<PageResult> results(Fragment fragment) {
        if (fragment.failure() != null) {
            return Stream.of(new PageResult.Failed(
                    PageOrigin.of(fragment), Effort.withoutEngine(0, 1, executor), fragment.failure()));
        }
        return fragment.pages().stream().map(page -> result(fragment, page));
    }

    private PageResult result(Fragment fragment, PageFacts page) {
        PageOrigin origin = PageOrigin.of(fragment, page);
        long start = CoreTime.nanos();
        int[] attempts = {0};
        try {
            PageText text = Retry.of(config, fragment.document().priority()).call(() -> {
                attempts[0]++;
                return TextLayers.text(document(fragment).textLayer(page.page()));
            });
            Look look = new Look(page.width(), page.height(), Float.NaN, List.of());
            return new PageResult.Recognized(origin, effort(start, attempts[0]), look, text);
        } catch (DocumentException e) {
            if (open != null && open.broken()) {
                close();
            }
            return new PageResult.Failed(origin, effort(start, attempts[0]), Failure.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /** The fragment's document; a task opens each once, unless a failure closed it. */
    private OpenDocument document(Fragment fragment) throws DocumentException {
        String id = fragment.document().documentId();
        if (open == null || open.broken() || !openId.equals(id)) {
            close();
            open = files.open(fragment.document(), config.limits());
            openId = id;
        }
        return open;
    }

    private Effort effort(long start, int attempts) {
        return Effort.withoutEngine((int) Math.round(CoreTime.millisSince(start)), attempts, executor);
    }
}
