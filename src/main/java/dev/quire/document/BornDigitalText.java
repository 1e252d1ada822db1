package dev.quire.document;

import java.util.Optional;

/** The text of a PDF that was never paper: what reading pictures of its pages should give. */
public final class BornDigitalText {

    private BornDigitalText() {}

    /** All pages, a form feed between two; empty for another format, and where a page is a scan or hides its text. */
    public static Optional<String> of(OpenDocument document) throws DocumentException {
        if (!(document instanceof PdfDocument pdf)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int page = 1; page <= pdf.pages(); page++) {
            Optional<String> visible = pdf.visibleText(page);
            if (visible.isEmpty()) {
                return Optional.empty();
            }
            text.append(page == 1 ? "" : "\f").append(visible.orElseThrow());
        }
        return text.toString().isBlank() ? Optional.empty() : Optional.of(text.toString());
    }
}
