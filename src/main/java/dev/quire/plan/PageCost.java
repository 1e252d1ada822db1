package dev.quire.plan;

import dev.quire.document.PageFacts;

/**
 * The density prior: characters / 1000 + 0.5 for each image, as in the original document splitter, plus what any page
 * costs to render. Images count up to four: a hundred icons are not a hundred photographs.
 */
final class PageCost {

    private static final float ANY_PAGE = 0.2f;
    private static final float IMAGE = 0.5f;
    private static final int MOST_IMAGES = 4;

    /** What reading a text layer costs beside rendering and a model: 10 ms to a second. */
    private static final float WITHOUT_MODEL = 0.01f;

    private PageCost() {}

    static float of(PageFacts page) {
        float density = ANY_PAGE + page.characters() / 1000f + IMAGE * Math.min(page.images(), MOST_IMAGES);
        return page.trust().trusted() ? WITHOUT_MODEL * density : density;
    }
}
