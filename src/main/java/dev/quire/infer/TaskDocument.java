package dev.quire.infer;

import dev.quire.document.DocumentException;
import dev.quire.document.DocumentLimits;
import dev.quire.document.OpenDocument;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import org.jspecify.annotations.Nullable;

/** The document that a task reads at the moment: opened once for all of its pages in a row, unless a failure closes it. */
final class TaskDocument implements AutoCloseable {

    private final DocumentFiles files;
    private final DocumentLimits limits;
    private @Nullable OpenDocument open;
    private String openId = "";

    TaskDocument(DocumentFiles files, DocumentLimits limits) {
        this.files = files;
        this.limits = limits;
    }

    OpenDocument open(DocumentRef document) throws DocumentException {
        OpenDocument current = open;
        if (current == null || current.broken() || !openId.equals(document.documentId())) {
            close();
            current = files.open(document, limits);
            open = current;
            openId = document.documentId();
        }
        return current;
    }

    /** A broken document holds its file and its memory for nothing. */
    void closeIfBroken() {
        if (open != null && open.broken()) {
            close();
        }
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
            openId = "";
        }
    }
}
