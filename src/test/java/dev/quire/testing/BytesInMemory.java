package dev.quire.testing;

import dev.quire.document.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A file in memory that counts how often it is asked. */
public final class BytesInMemory implements ByteSource {

    private final byte[] bytes;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicInteger closed = new AtomicInteger();

    private BytesInMemory(byte[] bytes) {
        this.bytes = bytes;
    }

    public static BytesInMemory of(byte[] bytes) {
        return new BytesInMemory(bytes);
    }

    public static BytesInMemory of(String latin) {
        return new BytesInMemory(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int reads() {
        return reads.get();
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    public int closed() {
        return closed.get();
    }

    @Override
    public String name() {
        return "memory.pdf";
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
        reads.incrementAndGet();
        bytesRead.addAndGet(length);
        if (position + length > bytes.length) {
            throw new EOFException("%s + %s of %s".formatted(position, length, bytes.length));
        }
        System.arraycopy(bytes, (int) position, buffer, offset, length);
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
