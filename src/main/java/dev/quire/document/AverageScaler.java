package dev.quire.document;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * Shrinks an image to the mean of what lies below each new pixel, on white. Works on a band of rows at a time, so that a
 * large image of one bit a pixel never stands in memory in full colour.
 */
final class AverageScaler {

    private static final int BAND = 32;
    private static final int CHANNELS = 3;

    private final BufferedImage source;
    private final int width;
    private final int height;
    private final BufferedImage band;
    private final int[] bandPixels;
    private final float[] means;

    private int bandTop = -BAND;

    AverageScaler(BufferedImage source, int width, int height) {
        this.source = source;
        this.width = width;
        this.height = height;
        this.band = new BufferedImage(source.getWidth(), BAND, BufferedImage.TYPE_INT_RGB);
        this.bandPixels = ((DataBufferInt) band.getRaster().getDataBuffer()).getData();
        this.means = new float[CHANNELS * width];
    }

    BufferedImage scaled() {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] target = ((DataBufferInt) scaled.getRaster().getDataBuffer()).getData();
        double step = (double) source.getHeight() / height;
        float[] sums = new float[CHANNELS * width];
        int meansOf = -1;
        for (int y = 0; y < height; y++) {
            double from = y * step;
            double to = Math.min(source.getHeight(), from + step);
            Arrays.fill(sums, 0);
            for (int row = (int) from; row < to; row++) {
                if (row != meansOf) {
                    average(row);
                    meansOf = row;
                }
                float weight = (float) ((Math.min(row + 1, to) - Math.max(row, from)) / (to - from));
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * means[i];
                }
            }
            for (int x = 0; x < width; x++) {
                target[y * width + x] = round(sums[x]) << 16 | round(sums[width + x]) << 8 | round(sums[2 * width + x]);
            }
        }
        return scaled;
    }

    /** Leaves the means of one row, sideways, in {@link #means}: all red, then all green, then all blue. */
    private void average(int row) {
        int offset = offset(row);
        double step = (double) source.getWidth() / width;
        for (int x = 0; x < width; x++) {
            double from = x * step;
            double to = Math.min(source.getWidth(), from + step);
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int at = (int) from; at < to; at++) {
                float weight = (float) (Math.min(at + 1, to) - Math.max(at, from));
                int rgb = bandPixels[offset + at];
                red += weight * (rgb >> 16 & 0xff);
                green += weight * (rgb >> 8 & 0xff);
                blue += weight * (rgb & 0xff);
            }
            float whole = (float) (to - from);
            means[x] = red / whole;
            means[width + x] = green / whole;
            means[2 * width + x] = blue / whole;
        }
    }

    private int offset(int row) {
        if (row >= bandTop + BAND) {
            bandTop = row;
            Graphics2D graphics = band.createGraphics();
            graphics.drawImage(source, 0, -row, Color.WHITE, null);
            graphics.dispose();
        }
        return (row - bandTop) * source.getWidth();
    }

    private static int round(float value) {
        return (int) (value + 0.5f);
    }
}
