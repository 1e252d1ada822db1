package dev.quire.source;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What opens encrypted documents. Broadcast to the executors, never written and never printed. */
public final class Passwords implements Serializable {

    public static final Passwords NONE = new Passwords(Map.of());

    private final Map<String, String> byDocument;

    /** @param byDocument by document id */
    Passwords(Map<String, String> byDocument) {
        this.byDocument = Map.copyOf(byDocument);
    }

    @Nullable
    String of(DocumentRef document) {
        return byDocument.get(document.documentId());
    }

    @Override
    public String toString() {
        return "%d passwords".formatted(byDocument.size());
    }
}
