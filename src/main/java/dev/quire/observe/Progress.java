package dev.quire.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.apache.spark.util.LongAccumulator;

/** One line that says how far the run is, rewritten every second; nothing where no person watches. */
public final class Progress {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final long pages;
    private final LongAccumulator done;
    private final LongAccumulator failed;
    private final long start = System.nanoTime();
    private final Thread thread = new Thread(this::run, "quire-progress");

    private Progress(PrintStream terminal, long pages, LongAccumulator done, LongAccumulator failed) {
        this.terminal = terminal;
        this.pages = pages;
        this.done = done;
        this.failed = failed;
    }

    /** Shows the line while the work goes on. */
    @SuppressWarnings("SystemConsoleNull") // On Java 17 null says that there is no terminal
    public static void during(Runnable work, long pages, LongAccumulator done, LongAccumulator failed) {
        Progress progress = new Progress(System.err, pages, done, failed);
        if (System.console() == null) {
            work.run();
            return;
        }
        progress.thread.setDaemon(true);
        progress.thread.start();
        try {
            work.run();
        } finally {
            progress.thread.interrupt();
            System.err.print(CLEAR_LINE);
        }
    }

    /** For example {@code 1,204 of 8,000 pages · 31.2 pages/s · 4 failed · 3m 38s left}. */
    static String line(long done, long pages, long failed, Duration elapsed) {
        double perSecond = done / Math.max(0.001, elapsed.toMillis() / 1000.0);
        String left = done == 0 ? "…" : readable(Duration.ofSeconds((long) Math.ceil((pages - done) / perSecond)));
        return String.format(
                Locale.ROOT,
                "%,d of %,d pages · %.1f pages/s · %,d failed · %s left",
                done,
                pages,
                perSecond,
                failed,
                left);
    }

    private static String readable(Duration left) {
        return left.toHours() > 0
                ? left.toHours() + "h " + left.toMinutesPart() + "m"
                : left.toMinutes() > 0 ? left.toMinutes() + "m " + left.toSecondsPart() + "s" : left.toSeconds() + "s";
    }

    private void run() {
        try {
            while (true) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                // Tasks that Spark runs again count twice here; the tables do not
                terminal.print(CLEAR_LINE + line(Math.min(done.value(), pages), pages, failed.value(), elapsed));
                Thread.sleep(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
