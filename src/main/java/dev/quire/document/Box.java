package dev.quire.document;

import java.io.Serializable;

/**
 * A rectangle on a page as a reader sees it (rotation applied), origin at the top left. An engine gives boxes in pixels
 * of the {@link PageImage} it read; tables hold them in points (1/72 inch).
 */
public record Box(float left, float top, float right, float bottom) implements Serializable {

    public Box {
        if (!(left <= right && top <= bottom)) {
            throw new IllegalArgumentException(
                    "Box is inside out: %s, %s to %s, %s".formatted(left, top, right, bottom));
        }
    }

    public float width() {
        return right - left;
    }

    public float height() {
        return bottom - top;
    }

    public Box scaled(float factor) {
        return new Box(left * factor, top * factor, right * factor, bottom * factor);
    }
}
