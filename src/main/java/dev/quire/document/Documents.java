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
        DocumentCalls calls = new DocumentCalls(source.name(), bytes, Room.of(limits), watch);
        boolean done = false;
        try {
            FileFormat format = calls.limited(limits.openTime(), "Opening", () -> format(bytes));
            OpenDocument document = format.isImage()
                    ? ImageDocument.open(format, bytes, limits, watch, calls)
                    : PdfDocument.open(password == null ? NO_PASSWORD : password, bytes, limits, watch, calls);
            done = true;
            return document;
        } finally {
            if (!done) {
                calls.close();
            }
        }
    }

    /** Threads of this process that are stuck in native code for good, each with a core: for a health probe. */
    public static int lostThreads() {
        return HardLimit.lostThreads();
    }

    /** Called within the time limit for opening: the first bytes come over the network as well. */
    private static FileFormat format(SourceBytes bytes) throws IOException, DocumentException {
        if (bytes.length() == 0) {
            throw new DocumentException(ErrorClass.EMPTY, "Has no content (0 bytes): upload it again");
        }
        byte[] head = bytes.peek(0, FileFormat.HEAD);
        byte[] tail = bytes.peek(Math.max(0, bytes.length() - FileFormat.TAIL), FileFormat.TAIL);
        FileFormat format = FileFormat.of(head, tail);
        if (format != FileFormat.PDF && !format.isImage()) {
            throw new DocumentException(
                    ErrorClass.UNSUPPORTED_FORMAT,
                    "Is %s, and only PDF and images (PNG, JPEG, TIFF, BMP, GIF, JPEG 2000) are read: convert it to PDF, or leave it out by the input pattern"
                            .formatted(format.description()));
        }
        return format;
    }
}
