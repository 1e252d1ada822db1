/** Telling others that a document has landed: signed messages to hosts that the configuration names. Plain Java. */
@NullMarked
package dev.quire.notify;

import org.jspecify.annotations.NullMarked;
