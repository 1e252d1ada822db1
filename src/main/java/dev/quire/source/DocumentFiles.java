package dev.quire.source;

import dev.quire.document.ByteSource;
import dev.quire.document.DocumentException;
import dev.quire.document.DocumentLimits;
import dev.quire.document.Documents;
import dev.quire.document.ErrorClass;
import dev.quire.document.OpenDocument;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Opens listed documents on an executor, over whatever store Hadoop knows, without asking for their status again. */
public record DocumentFiles(Broadcast<SerializableConfiguration> hadoop, Broadcast<Passwords> passwords)
        implements Serializable {

    /** Opens a document, with its password where one was given. */
    public OpenDocument open(DocumentRef document, DocumentLimits limits) throws DocumentException {
        String password = passwords.value().of(document);
        try {
            return Documents.open(bytes(document), limits, password);
        } catch (DocumentException e) {
            throw password != null && e.errorClass() == ErrorClass.ENCRYPTED ? misfit(e) : e;
        }
    }

    private static DocumentException misfit(DocumentException cause) {
        return new DocumentException(
                ErrorClass.ENCRYPTED,
                "The password of the manifest does not fit: correct it there. " + cause.getMessage(),
                cause);
    }

    /** On an object store this is lazy: the first read makes the first request. */
    private ByteSource bytes(DocumentRef document) throws DocumentException {
        Path path = new Path(document.path());
        try {
            FileStatus status = new FileStatus(document.length(), false, 1, 1, document.modified(), path);
            FSDataInputStream stream =
                    FutureIO.awaitFuture(path.getFileSystem(hadoop.value().value())
                            .openFile(path)
                            .withFileStatus(status)
                            .opt("fs.option.openfile.read.policy", "random")
                            .build());
            return new HadoopBytes(document, stream);
        } catch (IOException | CompletionException | CancellationException e) {
            throw failure(document, e);
        }
    }

    /** What an I/O failure means for the document. */
    public static DocumentException failure(DocumentRef document, Exception cause) {
        Throwable root = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        String detail = String.valueOf(root.getMessage()).lines().findFirst().orElse("no detail");
        if (root instanceof FileNotFoundException && !detail.contains("Permission denied")) {
            return new DocumentException(
                    ErrorClass.CHANGED,
                    "The file is gone since it was listed. The next run sees what is there then.",
                    cause);
        }
        if (root instanceof AccessDeniedException
                || root instanceof AccessControlException
                || root instanceof FileNotFoundException) {
            return new DocumentException(
                    ErrorClass.ACCESS_DENIED,
                    "No permission to read the file (%s). Grant read access; the next run tries again."
                            .formatted(detail),
                    cause);
        }
        return new DocumentException(
                ErrorClass.NETWORK,
                "The store did not deliver the file: %s (%s). The next run tries again."
                        .formatted(detail, root.getClass().getSimpleName()),
                cause);
    }

    private record HadoopBytes(DocumentRef document, FSDataInputStream stream) implements ByteSource {

        @Override
        public String name() {
            return document.path();
        }

        @Override
        public long length() {
            return document.length();
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            try {
                stream.readFully(position, buffer, offset, length);
            } catch (RemoteFileChangedException e) {
                throw (FileNotFoundException) new FileNotFoundException("replaced since it was listed").initCause(e);
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
