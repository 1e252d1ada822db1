package dev.quire.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rules put the pages of a document together. */
public enum Strategy {
    /** Paragraphs and lists go on over pages. */
    SEQUENTIAL,
    /** Tables go on over pages; forms are keys and values. */
    STRUCTURED,
    /** Each part by its own rule. */
    MIXED,
    /** One page after the other as it was read: where nothing is known of the text, or the other ways would lose some. */
    PLAIN;

    static Strategy of(@Nullable DocumentType type) {
        return type == null ? PLAIN : valueOf(type.name());
    }

    List<Rule> rules(Separator separator) {
        return switch (this) {
            case SEQUENTIAL -> List.of(new JoinedParagraphs(separator));
            case STRUCTURED -> List.of(new JoinedTables(separator), new Forms());
            case MIXED -> List.of(new JoinedTables(separator), new JoinedParagraphs(separator), new Forms());
            case PLAIN -> List.of();
        };
    }
}
