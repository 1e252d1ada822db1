package dev.quire.document;

import java.util.List;

/** One open document. Used by one thread at a time; closing it closes its {@link ByteSource}. */
public interface OpenDocument extends AutoCloseable {

    /** Lower case: {@code pdf}. */
    String format();

    /** Pages that are really there, however many the file claims. */
    int pages();

    /** What is odd about the document but does not keep it from being read, for a person to see. */
    List<String> warnings();

    /** Facts of a page, 1-based. */
    PageFacts facts(int page) throws DocumentException;

    /** Renders a page, 1-based, within the limits that the document was opened with. */
    PageImage render(int page) throws DocumentException;

    @Override
    void close();
}
