package dev.quire.infer.embedded;

import dev.quire.document.Box;

/** Characters without a space between them, and where they lie. */
record Word(String text, Box box) {}
