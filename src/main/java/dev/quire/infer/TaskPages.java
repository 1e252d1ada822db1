package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.Documents;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.infer.PagesInFlight.Page;
import dev.quire.infer.PagesInFlight.Seen;
import dev.quire.plan.Company;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.spark.TaskContext;

/** The pages that a task is reading, as the driver knows them, and whether they may be read. */
final class TaskPages implements AutoCloseable {

    /** A task that Spark starts for the fourth time reads nothing: whatever ends it must not end the run. */
    private static final int MOST_ATTEMPTS = 3;
    /** A suspect's task waits beside those of others, and fails with each of them that ends the process. */
    private static final int MOST_ATTEMPTS_OF_SUSPECTS = 6;

    /**
     * Suspects that an executor reads at once, until one ends it again. Of n, one is to blame as a rule: groups of the square
     * root of n cost the fewest turns, those of the groups and those of the pages that are then read alone. An executor has
     * 30 to 280 pages when it dies.
     */
    private static final int FEW = 8;

    private static final Semaphore PLACES = new Semaphore(FEW, true);

    private final int attempt;
    private final int mostStuck;
    private final Map<Page, Seen> seen = new HashMap<>();
    private final List<Page> done = new ArrayList<>();
    private final List<Page> hung = new ArrayList<>();
    private int places;
    private boolean begun;

    /**
     * @param attempt how often Spark has started the task before
     * @param mostStuck threads that hang in this process: with so many of them it ends
     */
    TaskPages(int attempt, int mostStuck) {
        this.attempt = attempt;
        this.mostStuck = mostStuck;
    }

    static TaskPages of(TaskContext task, ReadConfig config) {
        return new TaskPages(task.attemptNumber(), config.stuckThreads());
    }

    /** Why the page is not to be read now; empty where it may be, and then the driver knows that it is. */
    Optional<Failure> begin(PageTry page) throws InterruptedException {
        return begin(page, List.of(page));
    }

    /** Likewise; tells the driver of all these pages, unless it knows of this one. */
    Optional<Failure> begin(PageTry page, List<PageTry> together) throws InterruptedException {
        if (attempt >= (page.company() == Company.ANY ? MOST_ATTEMPTS : MOST_ATTEMPTS_OF_SUSPECTS)) {
            return Optional.of(new Failure(
                    ErrorClass.SUSPECT,
                    "Its task was started %d times and never came to its end: see the log of the executors. The page is read"
                                    .formatted(attempt + 1)
                            + " with few others at the end of the run, or by the next run."));
        }
        if (!begun && page.failures().isEmpty()) {
            endWhereThreadsHang();
        }
        begun = true;
        Seen known = seen.get(key(page));
        return suspicion(page, known == null ? tell(page, together) : known);
    }

    /**
     * Between tasks, so that what the last one made of the pages that hung is not lost. And in no task that reads a page again:
     * until all of its wave are read, what others made of theirs lies on this executor's disk, and would be lost with it.
     */
    private void endWhereThreadsHang() throws InterruptedException {
        int stuck = ExecutorEngines.stuckThreads() + Documents.lostThreads();
        if (stuck >= mostStuck) {
            DriverLink.endProcess(stuck);
        }
    }

    private Seen tell(PageTry page, List<PageTry> together) throws InterruptedException {
        List<Page> keys = together.stream().map(TaskPages::key).toList();
        List<Seen> answer = DriverLink.begin(List.copyOf(done), keys, page.company() != Company.ANY);
        done.clear();
        for (int i = 0; i < keys.size(); i++) {
            seen.put(keys.get(i), answer.get(i));
        }
        return answer.get(keys.indexOf(key(page)));
    }

    static Optional<Failure> suspicion(PageTry page, Seen seen) {
        if (seen.alone()) {
            return Optional.of(
                    new Failure(
                            ErrorClass.EXECUTOR_LOST,
                            "Executors that read the page ended %d times, once with this page alone: a crash in native code,"
                                            .formatted(seen.deaths())
                                    + " or too little memory. See the log of the executors; --reprocess failed reads it again."));
        }
        if (Company.after(seen.deaths()).compareTo(page.company()) > 0) {
            return Optional.of(new Failure(
                    ErrorClass.SUSPECT,
                    "Was being read when its executor ended. It is read with fewer others at the end of the run, or by the"
                            + " next run."));
        }
        return Optional.empty();
    }

    void done(PageTry page) {
        seen.remove(key(page));
        done.add(key(page));
    }

    /** A page that ran past its time limit may hang still: until the task ends, the driver is not told that it is done. */
    void failed(PageTry page, ErrorClass failure) {
        switch (failure) {
            case MODEL_TIMEOUT, RENDER_TIMEOUT, BUSY -> {
                seen.remove(key(page));
                hung.add(key(page));
                DriverLink.hung(key(page));
            }
            default -> done(page);
        }
    }

    /**
     * A suspect waits until no more others are read than it may have for company. Its task then keeps its places until it
     * ends: as long as the driver thinks that the page is being read, one beyond must not end the process.
     */
    void awaitTurn(PageTry page) throws InterruptedException {
        int needed = switch (page.company()) {
            case ANY -> 0;
            case FEW -> 1;
            case NONE -> FEW;
        };
        if (places == 0 && needed > 0) {
            PLACES.acquire(needed);
            places = needed;
        }
    }

    @Override
    public void close() {
        done.addAll(seen.keySet());
        done.addAll(hung);
        DriverLink.done(List.copyOf(done));
        done.clear();
        seen.clear();
        hung.clear();
        PLACES.release(places);
        places = 0;
    }

    private static Page key(PageTry page) {
        return Page.of(page.origin());
    }
}
