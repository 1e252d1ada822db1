package dev.quire.infer;

import dev.quire.plan.Fragment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The pages of a task in the order in which they are tried. What failed for a passing reason is set aside, so that no page
 * waits for another's pause, and tried again when its time has come and every other page has had its first try.
 */
final class PageQueue {

    private final Iterator<Fragment> fragments;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::due));
    private final Queue<PageTry> fresh = new ArrayDeque<>();

    PageQueue(Iterator<Fragment> fragments) {
        this.fragments = fragments;
    }

    /** @param due as {@link System#nanoTime} counts */
    private record Waiting(PageTry page, long due) {}

    boolean isEmpty() {
        return !hasFresh() && waiting.isEmpty();
    }

    /** The next page; empty where none is left, or those that are left have to wait. */
    Optional<PageTry> poll() {
        if (hasFresh()) {
            return Optional.of(fresh.remove());
        }
        Waiting first = waiting.peek();
        if (first == null || first.due - System.nanoTime() > 0) {
            return Optional.empty();
        }
        waiting.remove();
        return Optional.of(first.page);
    }

    /** Waits until the first of the pages that were set aside may be tried. */
    void awaitDue() throws InterruptedException {
        Waiting first = waiting.peek();
        if (first != null) {
            Thread.sleep(
                    Math.max(0, Duration.ofNanos(first.due - System.nanoTime()).toMillis() + 1));
        }
    }

    void setAside(PageTry page, Duration pause) {
        waiting.add(new Waiting(page, System.nanoTime() + pause.toNanos()));
    }

    private boolean hasFresh() {
        while (fresh.isEmpty() && fragments.hasNext()) {
            Fragment fragment = fragments.next();
            if (fragment.failure() != null) {
                fresh.add(PageTry.ofDocument(fragment));
            }
            fragment.pages().forEach(page -> fresh.add(PageTry.first(fragment, page)));
        }
        return !fresh.isEmpty();
    }
}
