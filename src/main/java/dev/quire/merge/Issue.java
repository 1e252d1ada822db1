package dev.quire.merge;

import org.jspecify.annotations.Nullable;

/**
 * What is odd about a document, or what merging has changed in it.
 *
 * @param page where it shows, null where it is about the whole document
 * @param repaired whether the text was changed for it
 */
public record Issue(Type type, Severity severity, @Nullable Integer page, String detail, boolean repaired) {

    /** What an issue is about, to count by. */
    public enum Type {
        /** The file's structure was damaged. */
        STRUCTURE("The file's structure is damaged; it was read all the same."),
        MISSING_PAGE("A page could not be read. A comment stands in its place."),
        PRINTED_PAGE_MISSING("The printed page numbers leave one out that the file does not hold."),
        PAGE_ORDER("The printed page numbers go back."),
        INCOMPLETE_PAGE("A generative model did not come to the end of the page."),
        CONTENT_LOSS("The merged text holds less than 90 % of what the pages hold. It is left as plain pages."),
        RUNNING_LINES("Headers, footers or page numbers were taken out of the text; `pages.blocks` has them."),
        REPEATED_PAGE("A page has the text of the one before it. A comment stands in its place."),
        REPEATED_TEXT("A paragraph comes twice in a row, or a model wrote the same over and over. One is left."),
        TABLE_JOINED("A table goes on over pages; its parts are one, and the repeated head is dropped."),
        BROKEN_TABLE("Rows of a table have more or fewer cells than its head."),
        BROKEN_MARKUP("Markup was opened and not closed; it was closed where its page ends."),
        HEADING_LEVEL("A heading jumps over levels; it was raised to the next."),
        SECTION_ORDER("Section numbers go back or leave one out."),
        LIST_ORDER("The numbers of a list go back or leave one out.");

        private final String meaning;

        Type(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    /** How much it matters. */
    public enum Severity {
        /** Worth knowing. */
        INFO,
        /** Text may be wrong or out of order. */
        WARNING,
        /** Text is missing. */
        ERROR
    }

    static Issue info(Type type, @Nullable Integer page, String detail) {
        return new Issue(type, Severity.INFO, page, detail, false);
    }

    static Issue warning(Type type, @Nullable Integer page, String detail) {
        return new Issue(type, Severity.WARNING, page, detail, false);
    }

    static Issue error(Type type, @Nullable Integer page, String detail) {
        return new Issue(type, Severity.ERROR, page, detail, false);
    }

    Issue repair() {
        return new Issue(type, severity, page, detail, true);
    }
}
