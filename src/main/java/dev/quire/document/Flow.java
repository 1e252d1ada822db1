package dev.quire.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.Serializable;
import java.util.List;

/**
 * Lines of a page that run in one direction, turned about the page's origin so that they are level.
 *
 * @param angle in whole degrees clockwise by which the lines are turned on the page
 */
public record Flow(int angle, List<Line> lines) implements Serializable {

    /** What is off by less is meant to be level or upright: scans lie a little askew. */
    private static final int ASKEW = 4;

    private static final int QUARTER = 90;
    private static final int FULL = 360;

    public Flow {
        lines = List.copyOf(lines);
    }

    /** Where a box of a line lies on the page. */
    public Box onPage(Box box) {
        if (angle == 0) {
            return box;
        }
        Rectangle2D turned = AffineTransform.getRotateInstance(Math.toRadians(angle))
                .createTransformedShape(new Rectangle2D.Float(box.left(), box.top(), box.width(), box.height()))
                .getBounds2D();
        return new Box(
                (float) turned.getMinX(), (float) turned.getMinY(), (float) turned.getMaxX(), (float) turned.getMaxY());
    }

    /** Characters of its lines. */
    int characters() {
        return lines.stream()
                .flatMap(line -> line.words().stream())
                .mapToInt(word -> word.text().length())
                .sum();
    }

    /** The direction in which a transform turns the line of a text, from 0 to 359. */
    static int angle(AffineTransform transform) {
        double degrees = Math.toDegrees(Math.atan2(transform.getShearY(), transform.getScaleX()));
        long quarters = Math.round(degrees / QUARTER);
        boolean straight = Math.abs(degrees - quarters * QUARTER) <= ASKEW;
        return Math.floorMod(straight ? quarters * QUARTER : Math.round(degrees), FULL);
    }

    /** A point of the page in the frame of an angle. */
    static Point2D.Double level(double x, double y, int angle) {
        if (angle == 0) {
            return new Point2D.Double(x, y);
        }
        Point2D.Double level = new Point2D.Double();
        AffineTransform.getRotateInstance(Math.toRadians(-angle)).transform(new Point2D.Double(x, y), level);
        return level;
    }
}
