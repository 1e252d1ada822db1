package dev.quire.infer.embedded;

import dev.quire.document.Box;

/**
 * Where a line of text lies on a picture, before it is read.
 *
 * @param slope pixels down for each pixel to the right
 */
record Strip(Box box, float slope) {}
