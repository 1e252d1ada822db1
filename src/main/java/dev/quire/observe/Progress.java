package dev.quire.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One line that says how far a run is, rewritten every second; nothing where no person watches. */
public final class Progress implements AutoCloseable {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final @Nullable PrintStream terminal;
    private final Thread thread = new Thread(this::run, "quire-progress");
    private volatile Step step = new Step("start", 0, () -> 0, () -> 0, System.nanoTime());

    private record Step(String name, long pages, LongSupplier done, LongSupplier failed, long start) {
        private String line() {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            return pages == 0
                    ? "%s · %s".formatted(name, readable(elapsed))
                    // Tasks that Spark runs again count twice here; the tables do not
                    : Progress.line(Math.min(done.getAsLong(), pages), pages, failed.getAsLong(), elapsed);
        }
    }

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Shows the line until it is closed, if standard error may be a terminal. */
    @SuppressWarnings("SystemConsoleNull") // On Java 17 null says that there is no terminal
    public static Progress start() {
        Progress progress = new Progress(System.console() == null ? null : System.err);
        if (progress.terminal != null) {
            progress.thread.setDaemon(true);
            progress.thread.start();
        }
        return progress;
    }

    /** What the run does now. */
    public void step(String name) {
        step = new Step(name, 0, () -> 0, () -> 0, System.nanoTime());
    }

    /** The run reads so many pages now. */
    public void pages(long pages, LongSupplier done, LongSupplier failed) {
        step = new Step("read", pages, done, failed, System.nanoTime());
    }

    /** Says something at once, above the line, whether a person watches or a log is kept. */
    public void tell(String message) {
        System.err.println((terminal == null ? "" : CLEAR_LINE) + Printable.of(message));
    }

    @Override
    public void close() {
        if (terminal != null && thread.isAlive()) {
            thread.interrupt();
            terminal.print(CLEAR_LINE);
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

    private static String readable(Duration time) {
        return time.toHours() > 0
                ? time.toHours() + "h " + time.toMinutesPart() + "m"
                : time.toMinutes() > 0 ? time.toMinutes() + "m " + time.toSecondsPart() + "s" : time.toSeconds() + "s";
    }

    private void run() {
        PrintStream out = terminal;
        try {
            while (out != null) {
                out.print(CLEAR_LINE + step.line());
                Thread.sleep(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
