package dev.quire.document;

/**
 * One image of a file, as a page.
 *
 * @param index in the file, from 0
 * @param width in pixels as they lie in the file, before they are turned
 * @param height likewise
 */
record ImagePage(int index, int width, int height, ImageTags tags) {

    private static final float POINTS_PER_INCH = 72;
    /** What cameras and screens write who know nothing of paper lies below. */
    private static final float LEAST_BELIEVED = 97;

    private static final float MOST_BELIEVED = 1_200;
    /** Of a fax in its coarse mode: 204 x 98 dpi. */
    private static final float MOST_UNEVEN = 2.5f;

    private static final float A4_INCHES = 11.69f;
    private static final float SCREEN_DPI = 96;

    /** Whether width and height change places when the image is turned upright. */
    boolean turned() {
        return tags.orientation() >= 5;
    }

    /**
     * The page as a scan. Where the file says nothing that can be believed, its long side is that of A4, but no pixel is
     * larger than on a screen.
     */
    PageSurvey survey(int page) {
        float dpiX = tags.dpiX();
        float dpiY = tags.dpiY();
        float most = Math.max(dpiX, dpiY);
        if (!(most >= LEAST_BELIEVED && most <= MOST_BELIEVED && Math.min(dpiX, dpiY) * MOST_UNEVEN >= most)) {
            most = Math.max(SCREEN_DPI, Math.max(width, height) / A4_INCHES);
            dpiX = most;
            dpiY = most;
        }
        float across = width * POINTS_PER_INCH / dpiX;
        float down = height * POINTS_PER_INCH / dpiY;
        PageFacts facts = new PageFacts(page, turned() ? down : across, turned() ? across : down, 0, 0, 1, 1);
        return new PageSurvey(facts, most / POINTS_PER_INCH, 0, "");
    }
}
