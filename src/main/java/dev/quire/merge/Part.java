package dev.quire.merge;

import dev.quire.document.Box;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document's text: a paragraph, a heading, an item of a list, a table, the border between two pages.
 *
 * @param page where it begins
 * @param number among the parts of its page, from 0
 * @param tight whether it stands on the line below the part before it, as items of a list do
 * @param box on its page, in points; null where nothing tells
 * @param table the cells of a table; null for others, and where they are not known
 */
record Part(
        int page,
        int number,
        Kind kind,
        String markdown,
        boolean tight,
        @Nullable Box box,
        @Nullable Cells table) {

    /** What a part is to a reader. */
    enum Kind {
        PARAGRAPH,
        HEADING,
        ITEM,
        TABLE,
        FIGURE,
        CAPTION,
        HEADER,
        FOOTER,
        FOOTNOTE,
        /** Code, formulas and raw markup: left as it is. */
        VERBATIM,
        /** Where a page begins, and where text is missing. */
        MARK
    }

    /** The number of the part that stands before the others of a page. */
    static final int BORDER = -1;
    /** The number of a note in the place of text. */
    static final int NOTE = -2;

    /** Where a page begins. */
    static Part border(int page, String separator) {
        return new Part(page, BORDER, Kind.MARK, separator, false, null, null);
    }

    /** Says what is not there, and why. */
    static Part note(int page, String text) {
        return new Part(page, NOTE, Kind.MARK, "<!-- %s -->".formatted(text), false, null, null);
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isBorder() {
        return kind == Kind.MARK && number == BORDER;
    }

    /** Whether it has a place and not a turn: text goes on before it and behind it. */
    boolean floats() {
        return switch (kind) {
            case FIGURE, CAPTION, FOOTNOTE, HEADER, FOOTER -> true;
            default -> false;
        };
    }

    /** The text without the markup that it begins with. */
    String text() {
        return switch (kind) {
            case HEADING -> markdown.replaceFirst("^#{1,6}\\s+", "");
            case ITEM -> markdown.replaceFirst("^([-*+]|\\d{1,9}[.)])\\s+", "");
            default -> markdown;
        };
    }

    /** With another place: that of its last half. */
    Part at(@Nullable Box place) {
        return new Part(page, number, kind, markdown, tight, place, table);
    }

    Part withMarkdown(String other) {
        return new Part(page, number, kind, other, tight, box, table);
    }

    Part tightly() {
        return new Part(page, number, kind, markdown, true, box, table);
    }

    Part as(Kind other) {
        return new Part(page, number, other, markdown, tight, box, table);
    }

    Part withTable(Cells cells) {
        return new Part(page, number, kind, cells.markdown(), tight, box, cells);
    }
}
