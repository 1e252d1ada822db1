package dev.quire.document;

/** Characters without a space between them, and where they lie. */
public record Word(String text, Box box) {}
