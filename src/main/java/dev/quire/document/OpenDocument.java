package dev.quire.document;

import java.util.List;

/**
 * One open document. Used by one thread at a time; closing it closes its {@link ByteSource}.
 *
 * <p>Every call ends within the limits that the document was opened with. An exception of one page leaves the others
 * readable, unless it leaves the document {@link #broken}: then every further call throws {@link IllegalStateException}
 * and the caller closes it and opens the file again for the pages that are left. An interrupted caller gets a {@link
 * java.util.concurrent.CancellationException}.
 */
public interface OpenDocument extends AutoCloseable {

    /** Lower case: {@code pdf}, {@code tiff}, ... */
    String format();

    /** Pages that are really there, however many the file claims. */
    int pages();

    /** What is odd about the document but does not keep it from being read, for a person to see. */
    List<String> warnings();

    /** Facts of a page, 1-based. */
    PageFacts facts(int page) throws DocumentException;

    /** The text that a page carries along, 1-based; empty for an image. */
    TextLayer textLayer(int page) throws DocumentException;

    /** Where its chapters begin; {@link Outline#NONE} where nothing says so, as in an image. */
    Outline outline() throws DocumentException;

    /** Renders a page, 1-based, within the limits that the document was opened with. */
    PageImage render(int page) throws DocumentException;

    /** Whether a call ran out of time, memory or bytes and may have left the document with parts missing. */
    boolean broken();

    @Override
    void close();
}
