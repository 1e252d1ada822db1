package dev.quire.table;

import dev.quire.table.LeaseFolder.Entry;
import dev.quire.table.LeaseFolder.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * The right of one run at a time to write an output: a file that its run writes again and again. Numbers of leases only
 * rise, and the highest counts. No two clocks are compared: a lease is dead when it was not written for as long as its
 * run has promised, by the watch of the run that waits for it.
 */
public final class Lease implements AutoCloseable {

    /** How often a run shows that it lives in the time after which others think it dead. */
    private static final int BEATS = 6;

    private static final long LONGEST_LOOK_MILLIS = 1_000;
    private static final long SHORTEST_BEAT_MILLIS = 300;

    private final LeaseFolder folder;
    private final long number;
    private final Holder holder;
    private final List<Entry> earlier;
    private final Consumer<String> tell;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Another run writes the output. */
    public static final class HeldException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private HeldException(String output, Holder holder) {
            super("--output %s: %s is writing here. Nothing was read. Start again when it has ended."
                    .formatted(output, holder));
        }
    }

    /** Another run has taken the output from this one. */
    public static final class LostException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private LostException(String output, Holder holder) {
            super(
                    ("--output %s: %s gave no sign of life for %d s, so that another run has taken the output and reads what"
                                    + " is left. This one writes nothing more.")
                            .formatted(output, holder, holder.expiry().toSeconds()));
        }
    }

    private Lease(LeaseFolder folder, long number, Holder holder, List<Entry> earlier, Consumer<String> tell) {
        this.folder = folder;
        this.number = number;
        this.holder = holder;
        this.earlier = earlier;
        this.tell = tell;
    }

    /**
     * Takes the output for a run. Where another run holds it, watches whether that run is alive; throws HeldException
     * where it is.
     *
     * @param expiry how long others wait for a sign of life of this run
     * @param tell takes what a person should know at once
     */
    public static Lease take(
            String output, String run, Duration expiry, Configuration hadoop, SparkConf conf, Consumer<String> tell)
            throws IOException, InterruptedException {
        LeaseFolder folder = LeaseFolder.of(output, hadoop, conf);
        Holder holder = new Holder(run, host(), expiry);
        while (true) {
            List<Entry> earlier = folder.entries();
            Entry newest = earlier.isEmpty() ? new Entry(folder.path(), 0, false, 0) : earlier.get(earlier.size() - 1);
            if (newest.held()) {
                Holder other = folder.read(newest).orElse(new Holder("(unknown)", "(unknown)", expiry));
                if (!isDead(newest, other, folder, tell)) {
                    continue;
                }
            }
            long number = newest.number() + 1;
            if (folder.create(number, holder)) {
                return new Lease(folder, number, holder, earlier, tell);
            }
        }
    }

    /** False where the lease has changed hands meanwhile. */
    private static boolean isDead(Entry held, Holder holder, LeaseFolder folder, Consumer<String> tell)
            throws IOException, InterruptedException {
        tell.accept("--output %s: %s holds it. Waiting up to %d s for a sign of life."
                .formatted(folder.output(), holder, holder.expiry().toSeconds()));
        long start = System.nanoTime();
        while (System.nanoTime() - start < holder.expiry().toNanos()) {
            Thread.sleep(Math.min(LONGEST_LOOK_MILLIS, pause(holder)));
            Entry newest = folder.newest().orElse(held);
            if (newest.number() != held.number() || !newest.held()) {
                return false;
            }
            if (newest.modified() != held.modified()) {
                throw new HeldException(folder.output(), holder);
            }
        }
        tell.accept("--output %s: no sign of life of %s. What it has landed stays, and this run goes on from there."
                .formatted(folder.output(), holder));
        return true;
    }

    /** Shows from now on that this run lives; {@code lost} is called where another run has taken the output. */
    public Lease keep(Runnable lost) {
        Thread thread = new Thread(() -> beat(lost), "quire-lease");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void beat(Runnable lost) {
        try {
            while (!over.await(pause(holder), TimeUnit.MILLISECONDS)) {
                try {
                    check();
                    folder.write(number, holder);
                } catch (LostException e) {
                    tell.accept(String.valueOf(e.getMessage()));
                    lost.run();
                    return;
                } catch (IOException | UncheckedIOException e) {
                    tell.accept("A sign of life could not be given, and is tried again: " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws LostException where another run has taken the output. */
    public void check() {
        if (!isHeld()) {
            throw new LostException(folder.output(), holder);
        }
    }

    private boolean isHeld() {
        try {
            return folder.newest()
                    .filter(newest -> newest.held() && newest.number() == number)
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rises from lease to lease. */
    public long number() {
        return number;
    }

    /** Runs that held the output before and did not give it back. */
    public List<String> dead() throws IOException {
        List<String> runs = new ArrayList<>();
        for (Entry entry : earlier) {
            if (entry.held()) {
                folder.read(entry).map(Holder::run).ifPresent(runs::add);
            }
        }
        return runs;
    }

    /** Forgets earlier leases, once what their runs have left is put away. */
    public void settle() throws IOException {
        for (Entry entry : earlier) {
            folder.delete(entry);
        }
    }

    /** Gives the output back. */
    @Override
    public void close() throws IOException {
        over.countDown();
        if (isHeld()) {
            folder.giveBack(number);
        }
    }

    private static long pause(Holder holder) {
        return Math.max(SHORTEST_BEAT_MILLIS, holder.expiry().toMillis() / BEATS);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }
}
