package dev.quire.document;

/** Whether a page can be read from its text layer, and why, or why a model has to read it. */
public enum TextTrust {
    /** What is printed on the page is in the text layer, as far as can be told without reading the picture. */
    TRUSTED(true),
    /** Taken untested, since the configuration says so. */
    UNTESTED(true),
    /** The page has no text layer, or none with a character in it. */
    NO_TEXT(false),
    /** Not asked for, since the configuration says so. */
    NOT_ASKED(false),
    /** The text layer could not be followed to its end: damaged, or not within its limits. */
    UNREADABLE(false),
    /** Text that is not painted, or lies under an image: an earlier OCR of unknown quality. */
    EARLIER_OCR(false),
    /** Most of the text lies outside of the page, or nobody knows how large the page is. */
    OFF_PAGE(false),
    /** Shapes were painted over the text, as when words are blackened. */
    COVERED(false),
    /** Images that may hold writing take up a good part of the page. */
    IMAGES(false),
    /** Letters are drawn as shapes, without a font. */
    OUTLINES(false),
    /** Fonts do not say what their characters mean. */
    UNMAPPED(false),
    /** Fonts give many of their characters one and the same meaning. */
    AMBIGUOUS(false),
    /** Letters stand one below the other, which lines are not put together for. */
    VERTICAL(false),
    /** Letters are not as wide as what they are said to be: codes are shifted or shuffled. */
    SHUFFLED(false),
    /** The words cannot be words. */
    IMPLAUSIBLE(false);

    private final boolean trusted;

    TextTrust(boolean trusted) {
        this.trusted = trusted;
    }

    /** Whether the text layer is read instead of the picture. */
    public boolean trusted() {
        return trusted;
    }
}
