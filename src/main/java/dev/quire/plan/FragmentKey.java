package dev.quire.plan;

import java.io.Serializable;

/**
 * Names a fragment in 12 bytes, so that a plan for millions of pages fits in the driver.
 *
 * @param document the first 64 bits of the document's id
 * @param firstPage 1-based, 0 for a document that cannot be opened
 */
public record FragmentKey(long document, int firstPage) implements Comparable<FragmentKey>, Serializable {

    static FragmentKey of(String documentId, int firstPage) {
        return new FragmentKey(Long.parseUnsignedLong(documentId.substring(0, 16), 16), firstPage);
    }

    @Override
    public int compareTo(FragmentKey other) {
        int byDocument = Long.compare(document, other.document);
        return byDocument != 0 ? byDocument : Integer.compare(firstPage, other.firstPage);
    }
}
