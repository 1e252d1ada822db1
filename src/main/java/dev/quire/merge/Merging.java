package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.List;
import java.util.TreeMap;

/**
 * A document while it is checked.
 *
 * @param flow its parts as they will be written
 * @param numbers the printed number of each page that has one
 * @param letters letters and digits that its pages hold, less what was left out on purpose
 */
record Merging(List<PageContent> pages, List<Part> flow, TreeMap<Integer, Integer> numbers, long letters) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Part part : flow) {
            if (!part.markdown().isEmpty()) {
                text.append(text.isEmpty() ? "" : part.tight() ? "\n" : "\n\n").append(part.markdown());
            }
        }
        return text.toString().strip();
    }

    /** The share of the letters that are still there. */
    double kept() {
        long written = 0;
        for (Part part : flow) {
            written += part.is(Kind.MARK) ? 0 : Letters.count(part.markdown());
        }
        return letters == 0 ? 1 : (double) written / letters;
    }
}
