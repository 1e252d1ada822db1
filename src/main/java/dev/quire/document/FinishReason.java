package dev.quire.document;

/** Why a generative engine stopped writing. Only {@link #STOP} is a page read to its end. */
public enum FinishReason {
    /** The model ended the text. */
    STOP,
    /** The text grew as long as a page may be. */
    LENGTH,
    /** The text went round in circles, with every setting that was tried. */
    REPETITION
}
