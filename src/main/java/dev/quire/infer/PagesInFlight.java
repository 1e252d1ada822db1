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
 * Which pages each executor is reading, or was when it died: the driver's knowledge of which page may have killed it. It
 * grows with the pages that are read at once and those that saw a death, not with a run.
 */
final class PagesInFlight {

    private final Map<String, Reading> executors = new HashMap<>();
    private final Predicate<String> lives;

    /** @param lives whether an executor is there. Spark starts no task again before it knows that its executor is not. */
    PagesInFlight(Predicate<String> lives) {
        this.lives = lives;
    }

    /** A page of one version of a document. */
    record Page(String contentKey, int number) implements Serializable {

        static Page of(PageOrigin origin) {
            return new Page(origin.contentKey(), origin.page());
        }
    }

    /**
     * What a page has seen.
     *
     * @param deaths of executors that were reading it, and may have died of it
     * @param alone whether one of these was reading nothing else, since the page was a suspect
     */
    record Seen(int deaths, boolean alone) implements Serializable {

        static final Seen NOTHING = new Seen(0, false);
    }

    /** What an executor says. */
    sealed interface Message extends Serializable {}

    /**
     * It is done with some pages and begins others; the answer holds what each of these has seen.
     *
     * @param suspects whether it begins them with care, for what they have seen
     */
    record Begin(String executor, List<Page> done, List<Page> pages, boolean suspects) implements Message {}

    /** It is done with pages, or gives them up. */
    record Done(String executor, List<Page> pages) implements Message {}

    /** It ends itself, because of these pages and no others. */
    record End(String executor, List<Page> causes) implements Message {}

    private static final class Reading {

        private final Set<Page> pages = new HashSet<>();
        /** Of those that were begun last. */
        private boolean suspects;

        private boolean excused;
        private boolean blamed;

        private boolean mayHaveDiedOf(Page page) {
            return pages.contains(page) && (blamed || !excused);
        }

        private boolean ofOneSuspect() {
            return suspects && pages.size() == 1;
        }
    }

    /** What there is to answer; null where nobody waits for it. */
    synchronized @Nullable List<Seen> receive(Message message) {
        if (message instanceof Begin begin) {
            done(begin.executor, begin.done);
            List<Seen> seen =
                    begin.pages.stream().map(page -> seen(page, begin.executor)).toList();
            Reading reading = executors.computeIfAbsent(begin.executor, any -> new Reading());
            reading.pages.addAll(begin.pages);
            reading.suspects = begin.suspects;
            return seen;
        }
        if (message instanceof End end) {
            Reading reading = new Reading();
            reading.pages.addAll(end.causes);
            executors.put(end.executor, reading);
            return List.of();
        }
        Done done = (Done) message;
        done(done.executor, done.pages);
        return null;
    }

    /**
     * Why an executor was lost, as Spark has it from one of its tasks. Spark excuses what it has not seen running there yet,
     * whatever the executor died of: hence one task that blames outweighs all that excuse.
     *
     * @param byItsWork or else with its machine, or at somebody's wish
     */
    synchronized void lost(String executor, boolean byItsWork) {
        Reading reading = executors.get(executor);
        if (reading != null) {
            reading.blamed |= byItsWork;
            reading.excused |= !byItsWork;
        }
    }

    private Seen seen(Page page, String executor) {
        List<Reading> dead = executors.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(executor)
                        && entry.getValue().mayHaveDiedOf(page)
                        && !lives.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new Seen(dead.size(), dead.stream().anyMatch(Reading::ofOneSuspect));
    }

    private void done(String executor, Collection<Page> pages) {
        Reading reading = executors.get(executor);
        if (reading != null) {
            pages.forEach(reading.pages::remove);
        }
    }
}
