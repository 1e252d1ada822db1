package dev.quire.document;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;

/**
 * The pixels of one page, upright as a reader sees it. Deliberately not serialisable: images never leave the executor.
 *
 * @param image TYPE_INT_RGB
 * @param pointsPerPixel scale from pixels of this image to points
 * @param warnings what went wrong while it was drawn, empty for a clean page
 */
public record PageImage(BufferedImage image, float pointsPerPixel, List<String> warnings) {

    /** The weights of luma, in 65,536ths: a shift is faster than a division. */
    private static final int RED = 19_595;

    private static final int GREEN = 38_470;
    private static final int BLUE = 7_471;
    private static final int HALF = 1 << 15;

    public PageImage {
        if (image.getType() != BufferedImage.TYPE_INT_RGB) {
            throw new IllegalArgumentException("Image type %s (expected: TYPE_INT_RGB)".formatted(image.getType()));
        }
        warnings = List.copyOf(warnings);
    }

    public int width() {
        return image.getWidth();
    }

    public int height() {
        return image.getHeight();
    }

    /** One byte a pixel, row by row: ITU-R BT.601 luma, 0 is black. */
    public byte[] grey() {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] grey = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int rgb = pixels[i];
            grey[i] =
                    (byte) ((RED * (rgb >> 16 & 0xff) + GREEN * (rgb >> 8 & 0xff) + BLUE * (rgb & 0xff) + HALF) >> 16);
        }
        return grey;
    }

    /** Measured, not remembered: one pass over the pixels. */
    public Ink ink() {
        return Ink.of(this);
    }
}
