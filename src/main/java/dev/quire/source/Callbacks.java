package dev.quire.source;

import java.util.Map;
import java.util.Optional;

/**
 * Whom to tell of which document. An address may let in whoever knows it: like a password, none is printed, logged or
 * written to a table.
 */
public final class Callbacks {

    public static final Callbacks NONE = new Callbacks(Map.of());

    private final Map<String, String> byDocument;

    /**
     * Of addresses that {@link dev.quire.config.WebhookConfig} has no problem with.
     *
     * @param byDocument by document id
     */
    public Callbacks(Map<String, String> byDocument) {
        this.byDocument = Map.copyOf(byDocument);
    }

    public Optional<String> of(String documentId) {
        return Optional.ofNullable(byDocument.get(documentId));
    }

    public boolean isEmpty() {
        return byDocument.isEmpty();
    }

    @Override
    public String toString() {
        return "%d callbacks".formatted(byDocument.size());
    }
}
