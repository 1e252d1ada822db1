package dev.quire.document;

import java.io.IOException;
import java.io.OutputStream;

/** Takes decoded bytes until there is no more room for them. */
final class RoomStream extends OutputStream {

    private final OutputStream target;
    private final Watch watch;
    private final long most;

    private long written;

    RoomStream(OutputStream target, long most, Watch watch) {
        this.target = target;
        this.most = most;
        this.watch = watch;
    }

    @Override
    public void write(int value) throws IOException {
        admit(1);
        target.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        watch.check();
        admit(count);
        target.write(bytes, offset, count);
    }

    private void admit(int count) throws IOException {
        written += count;
        if (written > most) {
            throw watch.refuse(
                    ErrorClass.TOO_LARGE,
                    "A compressed stream holds more than %,d MB: likely made to exhaust memory; raise the heap if it is genuine"
                            .formatted(most >> 20));
        }
    }
}
