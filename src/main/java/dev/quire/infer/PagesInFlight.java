package dev.quire.infer;

import java.io.Serializable;
import java.util.AbstractMap.SimpleImmutableEntry;
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

    /** So many executors may be lost with their machines under a page by chance; more than these are its own work. */
    private static final int MOST_EXCUSED = 2;

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
     * @param deaths of executors that were reading it and may have died of it
     * @param alone whether one of these was reading nothing else, since the page was a suspect
     */
    record Seen(int deaths, boolean alone) {

        static final Seen NOTHING = new Seen(0, false);

        /** On its way to an executor, where the class loader of Spark's messages knows no class of Quire. */
        static Seen of(Map.Entry<Integer, Boolean> message) {
            return new Seen(message.getKey(), message.getValue());
        }

        Map.Entry<Integer, Boolean> message() {
            return new SimpleImmutableEntry<>(deaths, alone);
        }
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

        private boolean blames;
        private boolean excuses;

        private boolean excused() {
            return excuses && !blames;
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
            reading.blames |= byItsWork;
            reading.excuses |= !byItsWork;
        }
    }

    private Seen seen(Page page, String executor) {
        List<Reading> dead = executors.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(executor)
                        && entry.getValue().pages.contains(page)
                        && !lives.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        int excused = (int) dead.stream().filter(Reading::excused).count();
        return new Seen(
                dead.size() - Math.min(excused, MOST_EXCUSED),
                dead.stream()
                        .filter(reading -> !reading.excused() || excused > MOST_EXCUSED)
                        .anyMatch(Reading::ofOneSuspect));
    }

    private void done(String executor, Collection<Page> pages) {
        Reading reading = executors.get(executor);
        if (reading != null) {
            pages.forEach(reading.pages::remove);
        }
    }
}
