package dev.quire.notify;

import com.google.gson.JsonObject;

/** That a document has landed: the message, and what it is about. The tables hold the rest. */
public record Notice(
        String runId, String documentId, String path, String status, int pages, int pagesOk, int pagesFailed) {

    String json() {
        JsonObject json = new JsonObject();
        json.addProperty("run_id", runId);
        json.addProperty("document_id", documentId);
        json.addProperty("path", path);
        json.addProperty("status", status);
        json.addProperty("pages", pages);
        json.addProperty("pages_ok", pagesOk);
        json.addProperty("pages_failed", pagesFailed);
        return json.toString();
    }
}
