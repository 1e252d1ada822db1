package dev.quire.document;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the code between us and the parser is told and tells during one call: the time limit, what was refused, what went
 * wrong. Time is that of the thread's work, so that a page is not given up because the machine is busy.
 *
 * <p>The parser swallows most exceptions; what is noted here survives that.
 */
final class Watch {

    private static final int MOST_TROUBLES = 20;
    /** A call may wait for a busy machine or a slow store this many times as long as it may work. */
    private static final int CLOCK_PER_WORK = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, ErrorClass> troubles = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<FilteredStream> streams = new ArrayList<>();

    private volatile long limit = Long.MAX_VALUE;
    private volatile long start;
    private volatile long startOfWork;
    private volatile boolean waited;
    private volatile Thread worker = Thread.currentThread();
    private @Nullable DocumentException refusal;
    private String damage = "";

    /** Begins a call: forgets what the last one noted. */
    void start(Duration limit) {
        troubles.clear();
        remarks.clear();
        streams.clear();
        refusal = null;
        worker = Thread.currentThread();
        start = System.nanoTime();
        startOfWork = THREADS.getCurrentThreadCpuTime();
        this.limit = limit.toNanos();
    }

    /** What is left of the limit, in nanoseconds; negative when it is over. May be called from another thread. */
    long left() {
        long work = work();
        long waiting = (System.nanoTime() - start) / CLOCK_PER_WORK;
        waited = waiting > work;
        return limit - Math.max(work, waiting);
    }

    /** Whether the time went by without the thread's work, when it was last asked what is left. */
    boolean hasWaited() {
        return waited;
    }

    /** What the call has taken of a core, in nanoseconds. May be called from another thread. */
    long work() {
        return THREADS.getThreadCpuTime(worker.getId()) - startOfWork;
    }

    /** Whether the running call is past its limit. */
    boolean isOver() {
        return left() < 0;
    }

    /** Lets the running call end at its next check. May be called from another thread. */
    void expire() {
        limit = -1;
    }

    /** Called wherever third-party code comes by. */
    void check() {
        // Work never takes less of the clock's time: the cheaper question first
        if (System.nanoTime() - start > limit && left() < 0) {
            throw new PastDeadline();
        }
    }

    /** Whether half of the time is over: time to try something cheaper. */
    boolean isHalfOver() {
        return System.nanoTime() - start > limit / 2 && left() < limit / 2;
    }

    /** Notes why this call must fail, first reason wins, and gives the exception that unwinds the parser. */
    IOException refuse(ErrorClass errorClass, String message) {
        if (refusal == null) {
            refusal = new DocumentException(errorClass, message);
        }
        return new IOException(message);
    }

    @Nullable
    DocumentException refusal() {
        return refusal;
    }

    /** Notes something that does not keep the page from being drawn, but may have cost some of it. */
    void trouble(ErrorClass errorClass, String message) {
        if (troubles.size() < MOST_TROUBLES) {
            troubles.putIfAbsent(message, errorClass);
        }
    }

    Map<String, ErrorClass> troubles() {
        return troubles;
    }

    /** Notes something a person should know, though nothing is lost by it. */
    void remark(String message) {
        remarks.add(message);
    }

    /** All that was noted. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(troubles.keySet());
        all.addAll(remarks);
        return all;
    }

    /** Notes where the file does not follow its own syntax. Kept for all later calls: objects are parsed only once. */
    void damaged(String where) {
        damage = damage.isEmpty() ? where : damage;
    }

    /** The first such place; empty where there is none. */
    String damage() {
        return damage;
    }

    void reads(FilteredStream stream) {
        streams.add(stream);
    }

    /** Every stream that this call decoded. */
    List<FilteredStream> streams() {
        return List.copyOf(streams);
    }

    /** Unwinds the parser when the time is over. */
    static final class PastDeadline extends RuntimeException {

        PastDeadline() {
            super("Past the time limit", null, false, false);
        }
    }
}
