package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.document.Documents;
import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.infer.PagesInFlight.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.spark.TaskContext;

/** The pages that a task is reading, as the driver knows them, and whether they may be read. */
final class TaskPages implements AutoCloseable {

    /** A page that has seen so many executors die, the last one alone, is not read any more. */
    private static final int MOST_DEATHS = 2;
    /** A task that Spark starts for the fourth time reads nothing: whatever ends it must not end the run. */
    private static final int MOST_ATTEMPTS = 3;
    /** A suspect's task waits beside those of others, and ends with each of them that ends the process. */
    private static final int MOST_ATTEMPTS_ALONE = 6;

    /** One suspect at a time in an executor: where it ends, the one that was read is to blame. */
    private static final Semaphore ALONE = new Semaphore(1);

    private final int attempt;
    private final Map<Page, Integer> deaths = new HashMap<>();
    private final List<Page> done = new ArrayList<>();
    private final List<Page> hung = new ArrayList<>();
    private boolean alone;

    /** @param attempt how often Spark has started the task before */
    TaskPages(int attempt) {
        this.attempt = attempt;
    }

    /**
     * Of a task that begins. Where too many threads hang in this process, it ends here: between tasks, so that what the last
     * one made of the pages that hung is not lost.
     */
    static TaskPages of(TaskContext task, ReadConfig config) throws InterruptedException {
        int stuck = ExecutorEngines.stuckThreads() + Documents.lostThreads();
        if (stuck >= config.stuckThreads()) {
            DriverLink.endProcess(stuck);
        }
        return new TaskPages(task.attemptNumber());
    }

    /** Why the page is not to be read now; empty where it may be, and then the driver knows that it is. */
    Optional<Failure> begin(PageTry page) throws InterruptedException {
        return begin(page, List.of(page));
    }

    /** Likewise; tells the driver of all these pages, unless it knows of this one. */
    Optional<Failure> begin(PageTry page, List<PageTry> together) throws InterruptedException {
        if (attempt >= (page.suspect() ? MOST_ATTEMPTS_ALONE : MOST_ATTEMPTS)) {
            return Optional.of(new Failure(
                    ErrorClass.SUSPECT,
                    "Its task was started %d times and never came to its end: see the log of the executors. The page is read"
                                    .formatted(attempt + 1)
                            + " alone at the end of the run, or by the next run."));
        }
        Integer known = deaths.get(key(page));
        return suspicion(page, known == null ? tell(page, together) : known);
    }

    private int tell(PageTry page, List<PageTry> together) throws InterruptedException {
        List<Page> keys = together.stream().map(TaskPages::key).toList();
        List<Integer> seen = DriverLink.begin(List.copyOf(done), keys);
        done.clear();
        for (int i = 0; i < keys.size(); i++) {
            deaths.put(keys.get(i), seen.get(i));
        }
        return seen.get(keys.indexOf(key(page)));
    }

    private static Optional<Failure> suspicion(PageTry page, int deaths) {
        if (deaths >= MOST_DEATHS) {
            return Optional.of(
                    new Failure(
                            ErrorClass.EXECUTOR_LOST,
                            "The executor that read the page ended %d times, the last time with this page alone: a crash in native code,"
                                            .formatted(deaths)
                                    + " or too little memory. See the log of the executors; --reprocess failed reads it again."));
        }
        if (deaths > 0 && !page.suspect()) {
            return Optional.of(
                    new Failure(
                            ErrorClass.SUSPECT,
                            "Was being read when its executor ended. It is read alone at the end of the run, or by the next run."));
        }
        return Optional.empty();
    }

    void done(PageTry page) {
        deaths.remove(key(page));
        done.add(key(page));
    }

    /** A page that ran past its time limit may hang still: until the task ends, the driver is not told that it is done. */
    void failed(PageTry page, ErrorClass failure) {
        switch (failure) {
            case MODEL_TIMEOUT, RENDER_TIMEOUT, BUSY -> {
                deaths.remove(key(page));
                hung.add(key(page));
                DriverLink.hung(key(page));
            }
            default -> done(page);
        }
    }

    /** Until the task ends: as long as the driver thinks that its suspect is being read, the next one must not end the process. */
    void readAlone() throws InterruptedException {
        if (!alone) {
            ALONE.acquire();
            alone = true;
        }
    }

    @Override
    public void close() {
        done.addAll(deaths.keySet());
        done.addAll(hung);
        DriverLink.done(List.copyOf(done));
        done.clear();
        deaths.clear();
        hung.clear();
        if (alone) {
            ALONE.release();
            alone = false;
        }
    }

    private static Page key(PageTry page) {
        return Page.of(page.origin());
    }
}
