package dev.quire.merge;

import java.io.Serializable;

/**
 * What stands where a page begins.
 *
 * @param template {@code {page}} is the page's number; empty where nothing is to stand there
 */
record Separator(String template) implements Serializable {

    String of(int page) {
        return template.replace("{page}", Integer.toString(page));
    }

    /** Whether it may stand inside of a sentence or a cell: a comment is not seen there, all else is. */
    boolean isInline() {
        return template.startsWith("<!--") && template.endsWith("-->") && !template.contains("\n");
    }

    /** What stands inside of what runs over a border. */
    String within(int page) {
        return isInline() ? of(page) : "";
    }
}
