package dev.quire.infer.embedded;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.Arrays;

/** A grey picture in memory: one byte a pixel, row by row, 0 is black; beyond its edge the edge pixels go on. */
final class Grey {

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

    /** One row, a byte a pixel. */
    byte[] row(int y) {
        return Arrays.copyOfRange(pixels, y * width, (y + 1) * width);
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
        Averages averages = new Averages(left, (float) (right - left) / newWidth, newWidth);
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
        for (int y = 0; y < newHeight; y++) {
            float sourceY = top + (y + 0.5f) * stepY - 0.5f;
            for (int x = 0; x < newWidth; x++) {
                target[y * newWidth + x] = (byte) (between(left + (x + 0.5f) * stepX - 0.5f, sourceY) + 0.5f);
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
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = x - left;
        float below = y - top;
        float upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
        float lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
        return upper * (1 - below) + lower * below;
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
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                target[x * height + height - 1 - y] = pixels[y * width + x];
            }
        }
        return new Grey(target, /* width= */ height, /* height= */ width);
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

    /** Rows averaged sideways, one at a time: neighbours in the target often ask for the same one twice. */
    private final class Averages {

        private final float step;
        /** For each new pixel, the first and last old one below it, and how much of these two it covers. */
        private final int[] first;

        private final int[] last;
        private final float[] ofFirst;
        private final float[] ofLast;
        private final float[] means;
        private int current = Integer.MIN_VALUE;

        Averages(int left, float step, int count) {
            this.step = step;
            this.first = new int[count];
            this.last = new int[count];
            this.ofFirst = new float[count];
            this.ofLast = new float[count];
            this.means = new float[count];
            for (int i = 0; i < count; i++) {
                float from = left + i * step;
                float to = from + step;
                first[i] = (int) Math.floor(from);
                last[i] = Math.max(first[i], (int) Math.ceil(to) - 1);
                ofFirst[i] = Math.min(first[i] + 1, to) - from;
                ofLast[i] = last[i] > first[i] ? to - last[i] : 0;
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
            for (int i = 0; i < means.length; i++) {
                int end = last[i];
                float sum = ofFirst[i] * pixel(row, first[i]) + ofLast[i] * pixel(row, end);
                for (int x = first[i] + 1; x < end; x++) {
                    sum += pixel(row, x);
                }
                means[i] = sum / step;
            }
        }

        private int pixel(int row, int x) {
            return pixels[row + clamp(x, width)] & 0xff;
        }
    }
}
