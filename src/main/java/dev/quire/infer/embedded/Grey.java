package dev.quire.infer.embedded;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.Arrays;

/** A grey picture in memory: one byte a pixel, row by row, 0 is black; beyond its edge the edge pixels go on. */
final class Grey {

    private static final int TILE = 32;

    private final byte[] pixels;
    private final int width;
    private final int height;

    Grey(byte[] pixels, int width, int height) {
        if (pixels.length != width * height) {
            throw new IllegalArgumentException("%s pixels (expected: %s x %s)".formatted(pixels.length, width, height));
        }
        this.pixels = pixels;
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int at(int x, int y) {
        return pixels[clamp(y, height) * width + clamp(x, width)] & 0xff;
    }

    /** The grey of the paper, mostly. */
    int commonest() {
        // Neighbours are mostly alike, and counting them in one place would wait for the count before
        int[] even = new int[256];
        int[] odd = new int[256];
        for (int i = 0; i < pixels.length / 2 * 2; i += 2) {
            even[pixels[i] & 0xff]++;
            odd[pixels[i + 1] & 0xff]++;
        }
        if (pixels.length % 2 == 1) {
            even[pixels[pixels.length - 1] & 0xff]++;
        }
        int commonest = 0;
        for (int value = 1; value < even.length; value++) {
            commonest = even[value] + odd[value] > even[commonest] + odd[commonest] ? value : commonest;
        }
        return commonest;
    }

    /** The same picture at another size: averaged where it shrinks, interpolated where it grows. */
    Grey resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        return newWidth <= width && newHeight <= height
                ? averaged(0, 0, width, height, newWidth, newHeight)
                : interpolated(0, 0, (float) width / newWidth, (float) height / newHeight, newWidth, newHeight);
    }

    /** The whole pixels {@code [left, right) x [top, bottom)} shrunk, each new pixel the mean of the area below it. */
    Grey averaged(int left, int top, int right, int bottom, int newWidth, int newHeight) {
        float stepY = (float) (bottom - top) / newHeight;
        Averages averages = new Averages(left, right, newWidth);
        byte[] target = new byte[newWidth * newHeight];
        float[] sums = new float[newWidth];
        for (int y = 0; y < newHeight; y++) {
            float from = top + y * stepY;
            float to = Math.min(bottom, from + stepY);
            Arrays.fill(sums, 0);
            for (int row = (int) from; row < to; row++) {
                float weight = (Math.min(row + 1, to) - Math.max(row, from)) / (to - from);
                float[] means = averages.row(row);
                for (int x = 0; x < newWidth; x++) {
                    sums[x] += weight * means[x];
                }
            }
            for (int x = 0; x < newWidth; x++) {
                target[y * newWidth + x] = (byte) (sums[x] + 0.5f);
            }
        }
        return new Grey(target, newWidth, newHeight);
    }

    /** A window interpolated between pixels: its corner, and how far one new pixel reaches in this picture. */
    Grey interpolated(float left, float top, float stepX, float stepY, int newWidth, int newHeight) {
        byte[] target = new byte[newWidth * newHeight];
        int[] lefts = new int[newWidth];
        int[] rights = new int[newWidth];
        float[] shares = new float[newWidth];
        for (int x = 0; x < newWidth; x++) {
            float sourceX = left + (x + 0.5f) * stepX - 0.5f;
            int column = (int) Math.floor(sourceX);
            lefts[x] = clamp(column, width);
            rights[x] = clamp(column + 1, width);
            shares[x] = sourceX - column;
        }
        for (int y = 0; y < newHeight; y++) {
            float sourceY = top + (y + 0.5f) * stepY - 0.5f;
            int row = (int) Math.floor(sourceY);
            int above = clamp(row, height) * width;
            int below = clamp(row + 1, height) * width;
            for (int x = 0; x < newWidth; x++) {
                float upper = between(above + lefts[x], above + rights[x], shares[x]);
                float lower = between(below + lefts[x], below + rights[x], shares[x]);
                target[y * newWidth + x] = (byte) (upper + (lower - upper) * (sourceY - row) + 0.5f);
            }
        }
        return new Grey(target, newWidth, newHeight);
    }

    /** A picture of the same size whose pixels lie in this one where {@code toThis} says. */
    Grey transformed(AffineTransform toThis) {
        byte[] target = new byte[pixels.length];
        float stepX = (float) toThis.getScaleX();
        float stepY = (float) toThis.getShearY();
        for (int y = 0; y < height; y++) {
            Point2D start = toThis.transform(new Point2D.Float(0.5f, y + 0.5f), null);
            float startX = (float) start.getX() - 0.5f;
            float startY = (float) start.getY() - 0.5f;
            for (int x = 0; x < width; x++) {
                target[y * width + x] = (byte) (between(startX + x * stepX, startY + x * stepY) + 0.5f);
            }
        }
        return new Grey(target, width, height);
    }

    /** The grey value between four pixels. */
    private float between(float x, float y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        int left = clamp(column, width);
        int right = clamp(column + 1, width);
        int above = clamp(row, height) * width;
        int below = clamp(row + 1, height) * width;
        float upper = between(above + left, above + right, x - column);
        float lower = between(below + left, below + right, x - column);
        return upper + (lower - upper) * (y - row);
    }

    private float between(int from, int to, float share) {
        int first = pixels[from] & 0xff;
        return first + ((pixels[to] & 0xff) - first) * share;
    }

    /** Turned clockwise by quarters of a full turn. */
    Grey turned(int quarters) {
        Grey turned = this;
        for (int i = 0; i < Math.floorMod(quarters, 4); i++) {
            turned = turned.turnedOnce();
        }
        return turned;
    }

    private Grey turnedOnce() {
        byte[] target = new byte[pixels.length];
        // In tiles, since a column of the target for each row would miss the cache with every pixel
        for (int top = 0; top < height; top += TILE) {
            for (int left = 0; left < width; left += TILE) {
                turnTile(left, top, target);
            }
        }
        return new Grey(target, /* width= */ height, /* height= */ width);
    }

    private void turnTile(int left, int top, byte[] target) {
        for (int x = left; x < Math.min(left + TILE, width); x++) {
            for (int y = top; y < Math.min(top + TILE, height); y++) {
                target[x * height + height - 1 - y] = pixels[y * width + x];
            }
        }
    }

    /** Copies into a larger picture, row by row, going on with the last pixels to the right and below. */
    void copyTo(byte[] target, int offset, int targetWidth, int targetHeight) {
        for (int y = 0; y < targetHeight; y++) {
            int row = clamp(y, height) * width;
            int start = offset + y * targetWidth;
            System.arraycopy(pixels, row, target, start, width);
            Arrays.fill(target, start + width, start + targetWidth, pixels[row + width - 1]);
        }
    }

    private static int clamp(int value, int size) {
        return value < 0 ? 0 : Math.min(value, size - 1);
    }

    /**
     * Rows averaged sideways, one at a time: neighbours in the target often ask for the same one twice. What lies between two
     * borders is the difference of the sums up to them, whatever lies between.
     */
    private final class Averages {

        private final int left;
        private final float step;
        /** For the border before each new pixel, and the one behind the last, the old pixel it cuts, and where. */
        private final int[] cut;

        private final float[] share;
        private final int[] values;
        private final int[] sums;
        private final float[] means;
        private int current = Integer.MIN_VALUE;

        Averages(int left, int right, int count) {
            this.left = left;
            this.step = (float) (right - left) / count;
            this.cut = new int[count + 1];
            this.share = new float[count + 1];
            this.values = new int[right - left + 1];
            this.sums = new int[right - left + 1];
            this.means = new float[count];
            for (int i = 0; i <= count; i++) {
                cut[i] = Math.min((int) (i * step), right - left);
                share[i] = i * step - cut[i];
            }
        }

        float[] row(int y) {
            if (y != current) {
                current = y;
                average(clamp(y, height) * width);
            }
            return means;
        }

        private void average(int row) {
            int sum = 0;
            for (int x = 0; x < values.length; x++) {
                values[x] = pixels[row + clamp(left + x, width)] & 0xff;
                sums[x] = sum;
                sum += values[x];
            }
            float before = share[0] * values[0];
            for (int i = 0; i < means.length; i++) {
                float behind = share[i + 1] * values[cut[i + 1]];
                means[i] = (sums[cut[i + 1]] - sums[cut[i]] + behind - before) / step;
                before = behind;
            }
        }
    }
}
