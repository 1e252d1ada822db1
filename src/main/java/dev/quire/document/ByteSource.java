package dev.quire.document;

import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of one file, read where they are needed. One thread at a time, not always the one that opened it.
 *
 * <p>What an exception is tells what becomes of the document: {@link java.nio.file.AccessDeniedException} is {@link
 * ErrorClass#ACCESS_DENIED}; {@link java.io.FileNotFoundException}, {@link java.nio.file.NoSuchFileException} and {@link
 * java.io.EOFException} are {@link ErrorClass#CHANGED}; any other is {@link ErrorClass#NETWORK}.
 */
public interface ByteSource extends Closeable {

    /** For messages: the path that a user knows. */
    String name();

    /** In bytes. */
    long length();

    /** Fills {@code buffer[offset, offset + length)} from {@code position}; throws EOFException past the end. */
    void readFully(long position, byte[] buffer, int offset, int length) throws IOException;
}
