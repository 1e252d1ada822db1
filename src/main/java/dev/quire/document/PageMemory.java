package dev.quire.document;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory for pictures that all pages drawn in this process have together. A page asks before it decodes a large
 * picture, and waits, within its time limit, while the others hold too much.
 *
 * <p>The page that has held memory for longest never waits, so that one always comes to its end; all others share as much
 * again as one page may take.
 */
final class PageMemory {

    /** A page takes small pictures without asking. */
    static final long SMALL = 8L << 20;

    private static final long LOOK_MILLIS = 100;

    private final long shared;
    private final Map<Watch, Long> held = new LinkedHashMap<>();

    /** @param shared bytes of all pages but the first */
    PageMemory(long shared) {
        this.shared = shared;
    }

    /** Waits until the page may hold so many bytes in all; it does until it is done. */
    synchronized void hold(Watch page, long bytes) {
        if (bytes <= SMALL) {
            return;
        }
        while (!fits(page, bytes)) {
            page.check();
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Watch.PastDeadline();
            }
        }
        held.merge(page, bytes, Math::max);
    }

    private boolean fits(Watch page, long bytes) {
        if (held.isEmpty() || held.keySet().iterator().next().equals(page)) {
            return true;
        }
        long others = held.entrySet().stream()
                .skip(1)
                .filter(entry -> !entry.getKey().equals(page))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return others + bytes <= shared;
    }

    /** The page is drawn, or given up. */
    synchronized void release(Watch page) {
        if (held.remove(page) != null) {
            notifyAll();
        }
    }
}
