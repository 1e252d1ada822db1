package dev.quire.document;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens documents of any format that Quire reads. */
public final class Documents {

    private static final String NO_PASSWORD = "";

    private Documents() {}

    /** Opens a document that needs no password. The document owns the source; when this throws, the source is closed. */
    public static OpenDocument open(ByteSource source, DocumentLimits limits) throws DocumentException {
        return open(source, limits, null);
    }

    /**
     * Opens a document, told by its content and not by its name.
     *
     * @param password of the user or the owner, null if there is none
     */
    public static OpenDocument open(ByteSource source, DocumentLimits limits, @Nullable String password)
            throws DocumentException {
        Watch watch = new Watch();
        SourceBytes bytes = new SourceBytes(source, limits.wholeFileBytes(), watch);
        HardLimit hardLimit = new HardLimit(source.name(), watch);
        PdfDocument document = new PdfDocument(bytes, limits, watch, hardLimit);
        boolean done = false;
        try {
            document.open(password == null ? NO_PASSWORD : password);
            done = true;
            return document;
        } finally {
            if (!done) {
                document.close();
            }
        }
    }

    /** Threads of this process that are stuck in native code for good, each with a core: for a health probe. */
    public static int lostThreads() {
        return HardLimit.lostThreads();
    }

    /** Called within the time limit for opening: the first bytes come over the network as well. */
    static void checkFormat(SourceBytes bytes) throws IOException, DocumentException {
        if (bytes.length() == 0) {
            throw new DocumentException(ErrorClass.EMPTY, "Has no content (0 bytes): upload it again");
        }
        byte[] head = bytes.peek(0, FileFormat.HEAD);
        byte[] tail = bytes.peek(Math.max(0, bytes.length() - FileFormat.TAIL), FileFormat.TAIL);
        FileFormat format = FileFormat.of(head, tail);
        if (format != FileFormat.PDF) {
            throw new DocumentException(
                    ErrorClass.UNSUPPORTED_FORMAT,
                    "Is %s, and only PDF is read: convert it to PDF, or leave it out by the input pattern"
                            .formatted(format.description()));
        }
    }
}
