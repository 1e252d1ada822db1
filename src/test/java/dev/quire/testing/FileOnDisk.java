package dev.quire.testing;

import dev.quire.document.ByteSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of this machine. */
public record FileOnDisk(String name, long length, RandomAccessFile file) implements ByteSource {

    public static FileOnDisk of(Path path) throws IOException {
        return new FileOnDisk(path.toString(), Files.size(path), new RandomAccessFile(path.toFile(), "r"));
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
        file.seek(position);
        file.readFully(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
