package dev.quire.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSServiceIOException;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;

/**
 * Creates files that must not be there yet: of many writers on many machines, one succeeds.
 *
 * @param conditional whether the store is asked to refuse (S3's {@code If-None-Match}); others refuse by themselves
 */
record NewFiles(Configuration hadoop, boolean conditional) {

    private static final int MOST_CONFLICTS = 8;
    private static final long PAUSE_MILLIS = 50;

    /** Throws FileAlreadyExistsException where another writer's file has this name. */
    void create(Path path, byte[] content) throws IOException {
        for (int conflicts = 1; ; conflicts++) {
            try {
                write(path, content);
                return;
            } catch (IOException e) {
                // Where the answer to the first try was lost, the second is refused because of the first
                if (holds(path, content, e)) {
                    return;
                }
                if (isRefusal(e)) {
                    throw refusal(path, e);
                }
                if (!isConflict(e) || conflicts == MOST_CONFLICTS) {
                    throw e;
                }
                pause(conflicts * PAUSE_MILLIS);
            }
        }
    }

    private void write(Path path, byte[] content) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        if (files.getScheme().equals("file")) {
            // Hadoop looks first and creates then, between which another process may come
            java.nio.file.Path file =
                    java.nio.file.Path.of(files.makeQualified(path).toUri());
            Files.createDirectories(file.getParent());
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
            return;
        }
        FSDataOutputStreamBuilder<?, ?> builder =
                files.createFile(path).recursive().overwrite(false);
        if (conditional) {
            builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        }
        try (OutputStream out = builder.build()) {
            out.write(content);
        }
    }

    private boolean holds(Path path, byte[] content, IOException refused) {
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
            return Arrays.equals(in.readAllBytes(), content);
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            refused.addSuppressed(e);
            return false;
        }
    }

    private static boolean isRefusal(IOException e) {
        return e instanceof FileAlreadyExistsException
                || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException
                || e instanceof RemoteFileChangedException;
    }

    /** S3 is busy with another writer of the same name, and cannot say yet who has it. */
    private static boolean isConflict(IOException e) {
        return e instanceof AWSServiceIOException answer && answer.statusCode() == HttpURLConnection.HTTP_CONFLICT;
    }

    private static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("Interrupted").initCause(e);
        }
    }

    private static FileAlreadyExistsException refusal(Path path, IOException cause) {
        return (FileAlreadyExistsException) new FileAlreadyExistsException(path.toString()).initCause(cause);
    }
}
