package dev.quire.config;

/** When a page is read from its text layer, without a model. */
public enum TextLayerUse {
    /** Where the text layer passes the check. */
    AUTO,
    NEVER,
    /** Wherever there is any text in it. */
    ALWAYS
}
