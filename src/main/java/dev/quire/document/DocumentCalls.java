package dev.quire.document;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The calls on one document, each within its time limit and its room, each failure told as a {@link DocumentException}. */
final class DocumentCalls implements AutoCloseable {

    private final SourceBytes bytes;
    private final Room room;
    private final Watch watch;
    private final HardLimit hardLimit;

    private boolean spoiled;

    DocumentCalls(String name, SourceBytes bytes, Room room, Watch watch) {
        this.bytes = bytes;
        this.room = room;
        this.watch = watch;
        this.hardLimit = new HardLimit(name, watch);
    }

    /** @param what is done, to begin a message with */
    <T> T limited(Duration limit, String what, Callable<T> call) throws DocumentException {
        if (broken()) {
            throw new IllegalStateException("The document is broken since an earlier call: open it again");
        }
        try {
            T result = hardLimit.call(limit, () -> inRoom(call));
            IOException unread = bytes.failure();
            if (unread != null) {
                throw spoiling(Failures.of(unread, what, watch, bytes));
            }
            return result;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw spoiling(Failures.of(cause, what, watch, bytes));
        } catch (TimeoutException e) {
            throw spoiling(Failures.of(new Watch.PastDeadline(), what, watch, bytes));
        }
    }

    /** On the thread of the call: one that cannot be stopped keeps its memory, and so its room. */
    private <T> T inRoom(Callable<T> call) throws Exception {
        try {
            return call.call();
        } finally {
            room.release(watch);
        }
    }

    /** For whatever a call decodes. */
    Room room() {
        return room;
    }

    private DocumentException spoiling(DocumentException e) {
        spoiled |= Failures.spoils(e.errorClass());
        return e;
    }

    /** Whether a call ran out of time, memory or bytes and may have left the document with parts missing. */
    boolean broken() {
        return spoiled || hardLimit.broken();
    }

    /** Whether a call was given up: what it worked on must not be touched again, not even to close it. */
    boolean givenUp() {
        return hardLimit.broken();
    }

    /** Closes the file as well. */
    @Override
    public void close() {
        hardLimit.close();
        try {
            bytes.close();
        } catch (IOException e) {
            // Nothing was written: what could not be closed is only read
        }
    }
}
