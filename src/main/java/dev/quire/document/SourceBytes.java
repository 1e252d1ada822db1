package dev.quire.document;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ByteSource} as PDFBox reads it: a small file is fetched at once, of a large one the last few blocks are kept.
 *
 * <p>Remembers the first failure of the source, since the parser takes unreadable bytes for a damaged file and goes on.
 */
final class SourceBytes implements RandomAccessRead {

    static final int BLOCK = 4 << 20;

    private static final int BLOCKS = 12;

    private final ByteSource source;
    private final Watch watch;
    private final long length;
    private final int blockSize;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);

    private byte[] block = {};
    private long blockStart;
    private long position;
    private boolean closed;
    private @Nullable IOException failure;

    SourceBytes(ByteSource source, long wholeFileBytes, Watch watch) {
        this.source = source;
        this.watch = watch;
        this.length = source.length();
        this.blockSize = length <= Math.min(wholeFileBytes, Integer.MAX_VALUE - 8) ? (int) length : BLOCK;
    }

    /** What the source could not deliver, whatever the parser made of it. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** At most {@code most} bytes from {@code start}; the position stays. */
    byte[] peek(long start, int most) throws IOException {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(most, length - start))];
        long back = position;
        position = start;
        readFully(bytes);
        position = back;
        return bytes;
    }

    @Override
    public int read() throws IOException {
        if (position >= length) {
            return -1;
        }
        locate();
        return block[(int) (position++ - blockStart)] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position >= length) {
            return -1;
        }
        locate();
        int within = (int) (position - blockStart);
        int taken = Math.min(count, block.length - within);
        System.arraycopy(block, within, bytes, offset, taken);
        position += taken;
        return taken;
    }

    private void locate() throws IOException {
        if (position < blockStart || position >= blockStart + block.length) {
            watch.check();
            long number = position / blockSize;
            byte[] found = blocks.get(number);
            block = found == null ? fetch(number) : found;
            blockStart = number * blockSize;
        }
    }

    private byte[] fetch(long number) throws IOException {
        long start = number * blockSize;
        byte[] fetched = new byte[(int) Math.min(blockSize, length - start)];
        try {
            source.readFully(start, fetched, 0, fetched.length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
        if (blocks.size() >= BLOCKS) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        blocks.put(number, fetched);
        return fetched;
    }

    @Override
    public long getPosition() {
        return position;
    }

    @Override
    public void seek(long target) throws IOException {
        if (target < 0) {
            throw new IOException("Position %s (expected: 0 or more)".formatted(target));
        }
        position = Math.min(target, length);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isEOF() {
        return position >= length;
    }

    @Override
    public RandomAccessReadView createView(long start, long count) {
        return new RandomAccessReadView(this, start, count);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            blocks.clear();
            block = new byte[0];
            blockStart = 0;
            source.close();
        }
    }
}
