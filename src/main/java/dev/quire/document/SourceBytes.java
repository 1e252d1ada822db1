package dev.quire.document;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ByteSource} as PDFBox reads it: a small file is fetched at once, a large one in segments that grow while they
 * are read one after the other and are small where the parser jumps. The last few are kept.
 *
 * <p>Remembers the first failure of the source, since the parser takes unreadable bytes for a damaged file and goes on.
 */
final class SourceBytes implements RandomAccessRead {

    /** Where the parser jumps, it looks for a dictionary; an object store takes as long for less. */
    static final int SMALLEST = 256 << 10;

    static final int LARGEST = 8 << 20;
    private static final int KEPT = 48 << 20;
    private static final int ALIGNED = 64 << 10;

    private static final class Segment {
        private final long start;
        private final byte[] bytes;

        private Segment(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }

        private boolean holds(long position) {
            return position >= start && position < end();
        }

        private long end() {
            return start + bytes.length;
        }
    }

    private final ByteSource source;
    private final Watch watch;
    private final long length;
    private final boolean whole;
    private final Deque<Segment> kept = new ArrayDeque<>();

    private Segment segment = new Segment(0, new byte[0]);
    private Segment fetched = segment;
    private long position;
    private boolean closed;
    private @Nullable IOException failure;

    SourceBytes(ByteSource source, long wholeFileBytes, Watch watch) {
        this.source = source;
        this.watch = watch;
        this.length = source.length();
        this.whole = length <= Math.min(wholeFileBytes, Integer.MAX_VALUE - 8);
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
        return segment.bytes[(int) (position++ - segment.start)] & 0xff;
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
        int within = (int) (position - segment.start);
        int taken = Math.min(count, segment.bytes.length - within);
        System.arraycopy(segment.bytes, within, bytes, offset, taken);
        position += taken;
        return taken;
    }

    private void locate() throws IOException {
        if (!segment.holds(position)) {
            watch.check();
            Segment found = kept.stream()
                    .filter(candidate -> candidate.holds(position))
                    .findFirst()
                    .orElse(null);
            segment = found == null ? fetch() : found;
            kept.remove(segment);
            kept.addFirst(segment);
        }
    }

    private Segment fetch() throws IOException {
        long start = 0;
        long size = length;
        if (!whole) {
            boolean next = position == fetched.end() && position > 0;
            start = next ? position : position - position % ALIGNED;
            size = next ? Math.min(2L * fetched.bytes.length, LARGEST) : SMALLEST;
        }
        byte[] bytes = new byte[(int) Math.min(size, length - start)];
        makeRoom(bytes.length);
        try {
            source.readFully(start, bytes, 0, bytes.length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
        fetched = new Segment(start, bytes);
        return fetched;
    }

    private void makeRoom(int most) {
        long held = kept.stream().mapToLong(old -> old.bytes.length).sum();
        while (held + most > KEPT && !kept.isEmpty()) {
            held -= kept.removeLast().bytes.length;
        }
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
            kept.clear();
            segment = new Segment(0, new byte[0]);
            fetched = segment;
            source.close();
        }
    }
}
