package dev.quire.document;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the code between us and the parser is told and tells during one call: the deadline, what was refused, what went
 * wrong.
 *
 * <p>The parser swallows most exceptions; what is noted here survives that.
 */
final class Watch {

    private static final int MOST_TROUBLES = 20;

    private final Map<String, ErrorClass> troubles = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<FilteredStream> streams = new ArrayList<>();

    private volatile long deadline = Long.MAX_VALUE;
    private long half;
    private @Nullable DocumentException refusal;

    /** Begins a call: forgets what the last one noted. */
    void start(Duration limit) {
        troubles.clear();
        remarks.clear();
        streams.clear();
        refusal = null;
        half = System.nanoTime() + limit.toNanos() / 2;
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** Lets the running call end at its next check. May be called from another thread. */
    void expire() {
        deadline = System.nanoTime() - 1;
    }

    /** Called wherever third-party code comes by. */
    void check() {
        if (deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0) {
            throw new PastDeadline();
        }
    }

    /** Whether half of the time is over: time to try something cheaper. */
    boolean isHalfOver() {
        return System.nanoTime() - half > 0;
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
