/** The pages of one document become one text. Plain Java. */
@NullMarked
package dev.quire.merge;

import org.jspecify.annotations.NullMarked;
