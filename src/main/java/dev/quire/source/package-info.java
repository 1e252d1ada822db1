/** Which documents there are, and which of them still have to be read. */
@NullMarked
package dev.quire.source;

import org.jspecify.annotations.NullMarked;
