package dev.quire.document;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a document's chapters begin, as its outline says.
 *
 * @param chapters in page order, one for each page on which any begins: of several, the least nested
 */
public record Outline(List<Chapter> chapters) implements Serializable {

    /** Of a document that has none. */
    public static final Outline NONE = new Outline(List.of());

    /**
     * The beginning of a chapter.
     *
     * @param page 1-based
     * @param depth 1 for a chapter, 2 for its sections, and so on
     */
    public record Chapter(int page, int depth) implements Serializable {}

    public Outline {
        Map<Integer, Chapter> byPage = new TreeMap<>();
        for (Chapter chapter : chapters) {
            byPage.merge(chapter.page(), chapter, (one, other) -> one.depth() <= other.depth() ? one : other);
        }
        chapters = List.copyOf(byPage.values());
    }

    /**
     * The depth that tells the document's chapters apart: the least at which two of them begin on different pages. A
     * title above all others is no chapter. 0 where nothing is told apart.
     */
    public int chapterDepth() {
        return chapters.stream()
                .mapToInt(Chapter::depth)
                .sorted()
                .skip(1)
                .findFirst()
                .orElse(0);
    }
}
