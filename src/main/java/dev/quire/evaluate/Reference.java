package dev.quire.evaluate;

/**
 * What a file should read as, and how that is known.
 *
 * @param markdown the same with its tables; empty where nothing is known of tables
 */
public record Reference(Source source, String text, String markdown) {

    public static final Reference NONE = new Reference(Source.NONE, "");

    /** Of which the tables are not known. */
    public Reference(Source source, String text) {
        this(source, text, "");
    }

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
