package dev.quire.document;

import java.io.Serializable;

/**
 * A piece of a page in reading order: a line, heading, list item, table or figure.
 *
 * @param confidence 0 to 1, or NaN where the engine gives none
 */
public record Block(Type type, Box box, String text, float confidence) implements Serializable {

    /** What a block is to a reader. */
    public enum Type {
        TEXT,
        HEADING,
        LIST_ITEM,
        TABLE,
        FIGURE,
        CAPTION,
        HEADER,
        FOOTER,
        FOOTNOTE,
        FORMULA
    }

    public Block scaled(float factor) {
        return new Block(type, box.scaled(factor), text, confidence);
    }
}
