package dev.quire.document;

import org.apache.pdfbox.pdmodel.PDPage;

/**
 * How many pixels a page is drawn with.
 *
 * <ul>
 *   <li>An ordinary page: its long side gets {@link DocumentLimits#longSide} pixels, but never more than 200 dpi.
 *   <li>A page of more than 2:1: its short side gets half of {@code longSide} so that it stays legible, its long side
 *       what follows, up to 2 x {@code longSide}² pixels in all and 200 dpi. A 234 x 14295 pt page comes out at 362 x
 *       22,105 pixels (111 dpi) for a {@code longSide} of 2,000.
 *   <li>A scan (one image makes up the page, no visible text): its own pixels and not more, whatever size in points it
 *       claims; one of less than 1,000 pixels is enlarged by the smallest whole factor that gets it there.
 * </ul>
 */
final class RenderScale {

    private static final float HIGHEST = 200 / 72f;
    private static final float LONGEST_ORDINARY_SHAPE = 2;
    private static final float FEWEST_SCAN_PIXELS = 1_000;
    /** Acrobat allows as much: pages of 381 kilometres. */
    private static final float LARGEST_UNIT = 75_000;

    private RenderScale() {}

    /** Pixels for each point of a page as displayed. */
    static float of(PageSurvey survey, int longSide) {
        float longPoints = Math.max(survey.facts().width(), survey.facts().height());
        float shortPoints = Math.min(survey.facts().width(), survey.facts().height());
        float fitting = longSide / longPoints;
        if (longPoints > LONGEST_ORDINARY_SHAPE * shortPoints) {
            double most = Math.sqrt(2.0 * longSide * longSide / ((double) longPoints * shortPoints));
            fitting = (float) Math.min(longSide / LONGEST_ORDINARY_SHAPE / shortPoints, most);
        }
        float own = survey.scanPixelsPerPoint();
        if (own > 0) {
            float factor = (float) Math.ceil(FEWEST_SCAN_PIXELS / (own * longPoints));
            return Math.min(fitting, own * Math.max(1, factor));
        }
        return Math.min(fitting, HIGHEST);
    }

    /** Points per unit of a page's own coordinates; 1 where the page says nothing sane. */
    static float unit(PDPage page) {
        float unit = page.getUserUnit();
        return unit > 0 && unit <= LARGEST_UNIT ? unit : 1;
    }
}
