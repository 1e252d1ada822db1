package dev.quire.infer.embedded;

import dev.quire.document.Box;
import dev.quire.document.PageImage;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/**
 * A page as the networks look at it, upright and level.
 *
 * @param scale that brings the page to 150 dpi
 * @param toPage from pixels of this sheet to pixels of the page's image
 */
record Sheet(Grey grey, float scale, AffineTransform toPage) {

    private static final float FULL_DPI = 150;
    private static final float POINTS_PER_INCH = 72;
    /** The page's claim about its size is believed only while its longer side at 150 dpi stays within these. */
    private static final float SMALLEST_SIDE = 800;

    private static final float LARGEST_SIDE = 2_600;

    static Sheet of(PageImage page) {
        float scale = FULL_DPI * page.pointsPerPixel() / POINTS_PER_INCH;
        int side = Math.max(page.width(), page.height());
        float believed = Math.max(Math.min(1, SMALLEST_SIDE / side), Math.min(scale, LARGEST_SIDE / side));
        return new Sheet(new Grey(page.grey(), page.width(), page.height()), believed, new AffineTransform());
    }

    /** The picture that a network takes which was trained on pages of this resolution. */
    Grey at(float dpi) {
        float factor = scale * dpi / FULL_DPI;
        return grey.resized(
                Math.max(1, Math.round(grey.width() * factor)), Math.max(1, Math.round(grey.height() * factor)));
    }

    /** The sheet turned clockwise by quarters of a full turn. */
    Sheet turned(int quarters) {
        AffineTransform back = new AffineTransform(toPage);
        back.quadrantRotate(-quarters);
        Rectangle2D corner = AffineTransform.getQuadrantRotateInstance(quarters)
                .createTransformedShape(new Rectangle2D.Float(0, 0, grey.width(), grey.height()))
                .getBounds2D();
        back.translate(corner.getX(), corner.getY());
        return new Sheet(grey.turned(quarters), scale, back);
    }

    /** The sheet rotated about its centre so that lines of this slope become level. */
    Sheet levelled(float slope) {
        double angle = Math.atan(slope);
        AffineTransform rotation = AffineTransform.getRotateInstance(angle, grey.width() / 2.0, grey.height() / 2.0);
        AffineTransform back = new AffineTransform(toPage);
        back.concatenate(rotation);
        return new Sheet(grey.transformed(rotation), scale, back);
    }

    /** Where a box of this sheet lies on the page's image, cut at its edges. */
    Box onPage(Box box, int pageWidth, int pageHeight) {
        Rectangle2D rectangle = toPage.createTransformedShape(
                        new Rectangle2D.Float(box.left(), box.top(), box.width(), box.height()))
                .getBounds2D();
        return new Box(
                within(rectangle.getMinX(), pageWidth),
                within(rectangle.getMinY(), pageHeight),
                within(rectangle.getMaxX(), pageWidth),
                within(rectangle.getMaxY(), pageHeight));
    }

    private static float within(double value, int size) {
        return (float) Math.max(0, Math.min(size, value));
    }
}
