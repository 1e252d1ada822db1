package dev.quire.infer;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which pages each executor is reading, and how many executors each page has seen die: the driver's knowledge of which
 * page may have killed them. It grows with the pages that are read at once and those that saw a death, not with a run.
 */
final class PagesInFlight {

    private final Map<String, Set<Page>> reading = new HashMap<>();
    private final Map<Page, Integer> deaths = new HashMap<>();
    private final Predicate<String> lives;

    /** @param lives whether an executor is there: one that died is told of by {@link #died} some time later */
    PagesInFlight(Predicate<String> lives) {
        this.lives = lives;
    }

    /** A page of one version of a document. */
    record Page(String contentKey, int number) implements Serializable {

        static Page of(PageOrigin origin) {
            return new Page(origin.contentKey(), origin.page());
        }
    }

    /** What an executor says. */
    sealed interface Message extends Serializable {}

    /** It is done with some pages and begins others; the answer holds the deaths that each of these has seen. */
    record Begin(String executor, List<Page> done, List<Page> pages) implements Message {}

    /** It is done with pages, or gives them up. */
    record Done(String executor, List<Page> pages) implements Message {}

    /** It ends itself, because of these pages and no others. */
    record End(String executor, List<Page> causes) implements Message {}

    /** What there is to answer; null where nobody waits for it. */
    synchronized @Nullable List<Integer> receive(Message message) {
        if (message instanceof Begin begin) {
            done(begin.executor, begin.done);
            List<Integer> seen = begin.pages.stream()
                    .map(page -> deathsSeen(page, begin.executor))
                    .toList();
            reading.computeIfAbsent(begin.executor, any -> new HashSet<>()).addAll(begin.pages);
            return seen;
        }
        if (message instanceof End end) {
            reading.put(end.executor, new HashSet<>(end.causes));
            return List.of();
        }
        Done done = (Done) message;
        done(done.executor, done.pages);
        return null;
    }

    /** Every page that the executor was reading has seen it die. */
    synchronized void died(String executor) {
        Set<Page> pages = reading.remove(executor);
        if (pages != null) {
            pages.forEach(page -> deaths.merge(page, 1, Integer::sum));
        }
    }

    private int deathsSeen(Page page, String executor) {
        List<String> dead = reading.entrySet().stream()
                .filter(entry ->
                        entry.getValue().contains(page) && !entry.getKey().equals(executor))
                .map(Map.Entry::getKey)
                .filter(lives.negate())
                .toList();
        dead.forEach(this::died);
        return deaths.getOrDefault(page, 0);
    }

    private void done(String executor, Collection<Page> pages) {
        Set<Page> current = reading.get(executor);
        if (current != null) {
            pages.forEach(current::remove);
        }
    }
}
