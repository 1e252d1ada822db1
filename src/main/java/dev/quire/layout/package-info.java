/** Lines of a page to its text: reading order, paragraphs, headings, lists, tables. Plain Java. */
@NullMarked
package dev.quire.layout;

import org.jspecify.annotations.NullMarked;
