package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document is made of, told by the share of its letters that stand in tables and forms. */
public enum DocumentType {
    /** Running text: a book, a paper, a contract. */
    SEQUENTIAL,
    /** Tables and forms: an invoice, a price list. */
    STRUCTURED,
    /** Both: a report. */
    MIXED;

    private static final double HARDLY_ANY = 0.05;
    private static final double NEARLY_ALL = 0.7;

    /** Null where the pages hold no letter: nothing is known of a document that was not read. */
    static @Nullable DocumentType of(List<List<Part>> pages) {
        long letters = 0;
        long structured = 0;
        for (List<Part> page : pages) {
            for (Part part : page) {
                int count = Letters.count(part.markdown());
                letters += count;
                structured += part.is(Kind.TABLE) || KeyValue.isOne(part) ? count : 0;
            }
        }
        if (letters == 0) {
            return null;
        }
        double share = (double) structured / letters;
        return share < HARDLY_ANY ? SEQUENTIAL : share > NEARLY_ALL ? STRUCTURED : MIXED;
    }
}
