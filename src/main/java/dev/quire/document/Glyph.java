package dev.quire.document;

/**
 * One character as a page shows it, turned so that its line is level.
 *
 * @param text in Unicode, empty where the file does not say
 * @param angle of its line, in whole degrees clockwise on the page as displayed
 * @param left along its line, in points, in the frame of its angle (see {@link Flow})
 * @param baseline across its line, likewise
 * @param width of its advance
 * @param size of its font, in points as displayed
 * @param state whether a reader sees it
 */
record Glyph(String text, int angle, float left, float baseline, float width, float size, State state) {

    /** Whether a reader sees a character. */
    enum State {
        VISIBLE,
        /** Not painted, or under an image: the text of an earlier OCR. */
        HIDDEN,
        /** Under a filled shape, like a word that was blackened. */
        COVERED,
        /** Outside of the page, or too small to be seen. */
        OUTSIDE
    }

    float right() {
        return left + width;
    }

    boolean isSpace() {
        return text.isBlank();
    }

    Glyph with(String otherText) {
        return new Glyph(otherText, angle, left, baseline, width, size, state);
    }

    Glyph with(State otherState) {
        return new Glyph(text, angle, left, baseline, width, size, otherState);
    }
}
