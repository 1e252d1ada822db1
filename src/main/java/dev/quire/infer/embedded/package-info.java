/** The small model that ships inside the jar: line detection, line recognition, reading order. */
@NullMarked
package dev.quire.infer.embedded;

import org.jspecify.annotations.NullMarked;
