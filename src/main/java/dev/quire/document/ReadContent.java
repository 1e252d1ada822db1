package dev.quire.document;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;

/** Content on its way to the parser, of which {@link Contents} remembers how far it was carried out. */
final class ReadContent implements RandomAccessRead {

    private final RandomAccessRead bytes;
    private final Contents contents;
    private long done;

    ReadContent(RandomAccessRead bytes, Contents contents) {
        this.bytes = bytes;
        this.contents = contents;
    }

    /** All up to here is carried out. */
    void done() throws IOException {
        done = bytes.isClosed() ? done : bytes.getPosition();
    }

    void backToWhatIsNotDone() throws IOException {
        bytes.seek(done);
    }

    @Override
    public int read() throws IOException {
        contents.reading(this);
        return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return bytes.read(buffer, offset, length);
    }

    @Override
    public int peek() throws IOException {
        return bytes.peek();
    }

    @Override
    public void rewind(int count) throws IOException {
        bytes.rewind(count);
    }

    @Override
    public long getPosition() throws IOException {
        return bytes.getPosition();
    }

    @Override
    public void seek(long position) throws IOException {
        bytes.seek(position);
    }

    @Override
    public long length() throws IOException {
        return bytes.length();
    }

    @Override
    public boolean isEOF() throws IOException {
        return bytes.isEOF();
    }

    @Override
    public boolean isClosed() {
        return bytes.isClosed();
    }

    @Override
    public RandomAccessReadView createView(long start, long length) throws IOException {
        return bytes.createView(start, length);
    }

    @Override
    public void close() throws IOException {
        if (!bytes.isClosed()) {
            contents.closing(this);
            bytes.close();
        }
    }
}
