package dev.quire.evaluate;

/** What a file should read as, and how that is known. */
public record Reference(Source source, String text) {

    public static final Reference NONE = new Reference(Source.NONE, "");

    /** Where a reference comes from. */
    public enum Source {
        /** A text or Markdown file that a person gave. */
        FILE("file"),
        /** What a born-digital PDF says of itself. */
        TEXT_LAYER("text layer"),
        /** There is none: the file is listed and not scored. */
        NONE("none");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** As reports show it. */
        public String label() {
            return label;
        }
    }
}
