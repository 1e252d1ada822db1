package dev.quire.source;

import java.io.Serializable;
import java.util.List;

/**
 * A document that this run has to read, not yet opened.
 *
 * @param documentId hash of the path: the same file in every run
 * @param path as Spark's {@code binaryFile} gives it
 * @param length in bytes, as listed
 * @param modified in milliseconds since 1970, as listed
 * @param contentKey hash of path, length, modification time, engine and the settings that change the output
 * @param landed pages that an earlier run landed under the same content key, ascending
 * @param known whether the tables hold any row of this document
 * @param priority when it is read
 */
public record DocumentRef(
        String documentId,
        String path,
        long length,
        long modified,
        String contentKey,
        List<Integer> landed,
        boolean known,
        Priority priority)
        implements Serializable {

    public DocumentRef {
        landed = List.copyOf(landed);
    }
}
