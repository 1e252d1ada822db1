/** Scores of delivered text against reference text. Plain Java. */
@NullMarked
package dev.quire.evaluate;

import org.jspecify.annotations.NullMarked;
