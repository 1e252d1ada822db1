package dev.quire.document;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Brings a decoded image to the size and the way up that its page is read in. */
final class ImageRenderer {

    private ImageRenderer() {}

    /** Upright, on white, {@code width x height} pixels. */
    static BufferedImage render(BufferedImage decoded, int orientation, int width, int height) {
        boolean turned = orientation >= 5;
        BufferedImage sized = sized(decoded, turned ? height : width, turned ? width : height);
        if (orientation == 1) {
            return sized;
        }
        BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = upright.createGraphics();
        graphics.drawImage(sized, upright(orientation, width, height), null);
        graphics.dispose();
        return upright;
    }

    private static BufferedImage sized(BufferedImage decoded, int width, int height) {
        if (width < decoded.getWidth() && height < decoded.getHeight()) {
            return new AverageScaler(decoded, width, height).scaled();
        }
        BufferedImage sized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sized.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(decoded, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return sized;
    }

    /** From pixels as stored to pixels as seen (Exif 2.3, tag 274), on a page of this size. */
    private static AffineTransform upright(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, width, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, width, height);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, height);
            default -> new AffineTransform();
        };
    }
}
