package dev.quire.document;

import java.io.Serializable;

/**
 * What is known of a page before it is rendered.
 *
 * @param page 1-based
 * @param width in points as displayed (crop box, rotation applied)
 * @param height in points as displayed
 * @param rotation 0, 90, 180 or 270 degrees, as the page asks to be turned
 * @param characters shown by the text layer, visible or not
 * @param images drawn on the page
 * @param imageShare of the page's area that images cover, 0 to 1
 * @param fileBytes of the file, divided by its pages; 0 where that is not known yet
 * @param trust whether its text layer is read instead of its picture, and why
 * @param runsOver whether its text goes on on the next page, as far as its text layer tells
 */
public record PageFacts(
        int page,
        float width,
        float height,
        int rotation,
        int characters,
        int images,
        float imageShare,
        long fileBytes,
        TextTrust trust,
        boolean runsOver)
        implements Serializable {

    /** Facts of a page before its text layer is looked at. */
    public PageFacts(int page, float width, float height, int rotation, int characters, int images, float imageShare) {
        this(page, width, height, rotation, characters, images, imageShare, 0, TextTrust.NOT_ASKED, false);
    }

    public PageFacts {
        if (page < 1) {
            throw new IllegalArgumentException("Page %s (expected: 1 or more)".formatted(page));
        }
    }

    public PageFacts with(long bytes, TextTrust judgement) {
        return with(bytes, judgement, false);
    }

    public PageFacts with(long bytes, TextTrust judgement, boolean goesOn) {
        return new PageFacts(page, width, height, rotation, characters, images, imageShare, bytes, judgement, goesOn);
    }

    public boolean hasTextLayer() {
        return characters > 0;
    }
}
