package dev.quire.infer.deepseek;

/** What the model is asked for; the picture stands before it. */
enum Prompt {
    /** Markdown in blocks, each with its label and box. */
    MARKDOWN("\n<|grounding|>Convert the document to markdown."),
    /** Text without layout. */
    FREE_OCR("\nFree OCR.");

    private final String text;

    Prompt(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
