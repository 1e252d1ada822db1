package dev.quire.infer.deepseek;

import dev.quire.device.EngineLoad;
import dev.quire.document.ErrorClass;
import dev.quire.document.FinishReason;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Continuous batching: one thread writes a few tokens of all running pages at a time, and whenever a page is done
 * another takes its place. Pages of equal length begin together.
 *
 * <p>The oldest page can always run to its longest: younger ones take no block that it may still need, and wait where
 * there is none for them. So pages neither block each other nor are they thrown out.
 */
final class Scheduler implements AutoCloseable {

    /** Tokens of every page between two looks at them. */
    static final int STEPS = 16;

    /** Pages that begin together: a page alone takes the device nearly twice as long as one of eight. */
    private static final int BEGIN_TOGETHER = 8;

    /** Pictures looked at at once, for each of them. */
    private static final int PICTURES = 3;

    /** Of the places, this share may stay empty until more pages can begin together. */
    private static final int EMPTY_SHARE = 16;

    private static final NgramRule FIRST_TRY = new NgramRule(20, 90);
    private static final NgramRule SECOND_TRY = new NgramRule(8, 512);

    private final Generator generator;
    private final BatchSize batchSize;
    private final Ending ending;
    private final int longest;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Page> running = new ArrayList<>();
    private final Thread thread = new Thread(this::work, "quire-deepseek");
    private volatile EngineLoad load = EngineLoad.NONE;
    private int together = BEGIN_TOGETHER;
    private boolean closed;

    /** @param longest tokens of a page, its prompt included */
    Scheduler(Generator generator, BatchSize batchSize, Ending ending, int longest) {
        this.generator = generator;
        this.batchSize = batchSize;
        this.ending = ending;
        this.longest = longest;
        if (generator.pool().free() < generator.pool().blocksFor(longest + STEPS)) {
            throw new IllegalArgumentException("The cache has no room for one page of %s tokens".formatted(longest));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** What the model wrote for a page, without the token that ends it. */
    record Written(List<Long> tokens, FinishReason finish, int tries) {}

    private record Page(Sequence sequence, CompletableFuture<Written> text) {}

    /** A page before it begins. */
    private record Waiting(Picture picture, Page page) {}

    /** Queues a page, and closes its picture when it begins or fails. The future fails with an EngineException. */
    synchronized CompletableFuture<Written> submit(Picture picture) {
        Sequence sequence = new Sequence(generator.prompt().length(picture.tiles()), FIRST_TRY);
        Page page = new Page(sequence, new CompletableFuture<>());
        if (closed) {
            picture.close();
            page.text.completeExceptionally(new EngineException(ErrorClass.MODEL, "The engine is closed"));
        } else {
            waiting.add(new Waiting(picture, page));
            notifyAll();
        }
        return page.text;
    }

    /** Pages that were written together, of those that there was place for; blocks of the cache need no padding. */
    EngineLoad load() {
        return load;
    }

    private void work() {
        try {
            while (awaitPages()) {
                try {
                    begin();
                    goOn();
                } catch (EngineException | RuntimeException e) {
                    giveUp(running, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            giveUpAll();
        }
    }

    private synchronized boolean awaitPages() throws InterruptedException {
        while (!closed && waiting.isEmpty() && running.isEmpty()) {
            wait();
        }
        return !closed;
    }

    /** Lets waiting pages begin while there is room for them. */
    private void begin() throws EngineException {
        List<Waiting> next = next();
        while (!next.isEmpty()) {
            List<Page> pages = next.stream().map(Waiting::page).toList();
            try {
                generator.begin(
                        next.stream().map(Waiting::picture).toList(),
                        pages.stream().map(Page::sequence).toList(),
                        PICTURES * together);
                running.addAll(pages);
                next.forEach(page -> page.picture.close());
            } catch (EngineException e) {
                if (!putBack(next, e)) {
                    return;
                }
            } catch (RuntimeException e) {
                giveUpWaiting(next, e);
            }
            next = next();
        }
    }

    /** Waiting pages of as many tiles as the oldest has, with blocks for their prompts. */
    private synchronized List<Waiting> next() {
        List<Waiting> next = new ArrayList<>();
        int places = batchSize.limit() - running.size();
        if (places < together && EMPTY_SHARE * places < running.size()) {
            return next;
        }
        Iterator<Waiting> all = waiting.iterator();
        int tiles = waiting.isEmpty() ? 0 : waiting.get(0).picture.tiles();
        while (all.hasNext() && next.size() < Math.min(together, places)) {
            Waiting page = all.next();
            if (page.picture.tiles() != tiles) {
                continue;
            }
            Sequence sequence = page.page.sequence;
            int spare = running.isEmpty() && next.isEmpty() ? 0 : spare();
            if (!generator.pool().grow(sequence, sequence.promptLength() + STEPS, spare)) {
                break;
            }
            all.remove();
            next.add(page);
        }
        return next;
    }

    /** After a failure: fewer together where memory ran out; false where nothing can begin before another page ends. */
    private synchronized boolean putBack(List<Waiting> pages, EngineException failure) {
        boolean alone = pages.size() == 1 && running.isEmpty();
        if (failure.errorClass() != ErrorClass.DEVICE_MEMORY || alone) {
            giveUpWaiting(pages, failure);
            return true;
        }
        generator.trim();
        together = Math.max(1, pages.size() / 2);
        if (pages.size() > 1) {
            sayNoMemory("begin %d pages together: %d from now on".formatted(pages.size(), together));
        }
        pages.forEach(page -> generator.pool().shrink(page.page.sequence, 0));
        waiting.addAll(0, pages);
        return pages.size() > 1;
    }

    private void goOn() throws EngineException {
        List<Page> able = new ArrayList<>();
        for (Page page : running) {
            int tokens = page.sequence.position() + 1 + STEPS;
            if (generator.pool().grow(page.sequence, tokens, able.isEmpty() ? 0 : spare())) {
                able.add(page);
            }
        }
        if (able.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        write(able);
        load = load.plus(new EngineLoad(batchSize.limit(), able.size(), 0, 0));
        batchSize.measured(able.size(), (long) STEPS * able.size(), System.nanoTime() - start);
        able.forEach(this::look);
        running.removeIf(page -> page.text.isDone());
    }

    /** In halves where the device has no memory for all of them. */
    private void write(List<Page> pages) throws EngineException {
        try {
            generator.go(pages.stream().map(Page::sequence).toList(), STEPS);
        } catch (EngineException e) {
            if (e.errorClass() != ErrorClass.DEVICE_MEMORY || pages.size() == 1) {
                throw e;
            }
            generator.trim();
            batchSize.tooMany(pages.size());
            sayNoMemory("write %d pages at once: %d from now on".formatted(pages.size(), batchSize.limit()));
            write(pages.subList(0, pages.size() / 2));
            write(pages.subList(pages.size() / 2, pages.size()));
        }
    }

    private static void sayNoMemory(String what) {
        System.err.println("quire: the device has no memory to " + what + ".");
    }

    /** Blocks that the oldest page may still need. */
    private int spare() {
        Sequence oldest = running.isEmpty() ? null : running.get(0).sequence;
        int most = generator.pool().blocksFor(longest + STEPS);
        return oldest == null ? most : most - oldest.blocks().size();
    }

    /** Ends the page's text, or begins it again, where its newest tokens say so. */
    private void look(Page page) {
        Sequence sequence = page.sequence;
        ending.of(sequence, STEPS + 1).ifPresent(end -> {
            if (end.reason() == FinishReason.REPETITION && sequence.rule().equals(FIRST_TRY)) {
                sequence.restart(SECOND_TRY);
                generator.pool().shrink(sequence, sequence.promptLength() + STEPS);
            } else {
                end(page, end.length(), end.reason());
            }
        });
    }

    private void end(Page page, int length, FinishReason finish) {
        generator.pool().shrink(page.sequence, 0);
        List<Long> tokens =
                Arrays.stream(page.sequence.tokens()).limit(length).boxed().toList();
        int tries = page.sequence.rule().equals(FIRST_TRY) ? 1 : 2;
        page.text.complete(new Written(tokens, finish, tries));
    }

    private void giveUpWaiting(List<Waiting> pages, Exception failure) {
        pages.forEach(page -> page.picture.close());
        giveUp(pages.stream().map(Waiting::page).toList(), failure);
    }

    private void giveUp(List<Page> pages, Exception failure) {
        EngineException known =
                failure instanceof EngineException e ? e : new EngineException(ErrorClass.MODEL, "" + failure, failure);
        pages.forEach(page -> {
            generator.pool().shrink(page.sequence, 0);
            page.text.completeExceptionally(known);
        });
        running.removeIf(page -> page.text.isDone());
    }

    private synchronized void giveUpAll() {
        closed = true;
        EngineException end = new EngineException(ErrorClass.MODEL, "The engine is closed");
        giveUpWaiting(waiting, end);
        waiting.clear();
        giveUp(new ArrayList<>(running), end);
    }

    /** Waits for the call under way; pages that are not done fail. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
