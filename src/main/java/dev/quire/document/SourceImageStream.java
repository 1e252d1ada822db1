package dev.quire.document;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file as Java's image decoders read it. Looks at the clock whenever they come by. */
final class SourceImageStream extends ImageInputStreamImpl {

    private final SourceBytes bytes;
    private final Watch watch;

    SourceImageStream(SourceBytes bytes, Watch watch) {
        this.bytes = bytes;
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        bytes.seek(streamPos);
        int value = bytes.read();
        streamPos += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        watch.check();
        bitOffset = 0;
        bytes.seek(streamPos);
        int taken = bytes.read(target, offset, count);
        streamPos += Math.max(0, taken);
        return taken;
    }

    @Override
    public long length() {
        return bytes.length();
    }
}
