package dev.quire.infer.deepseek;

import java.util.Arrays;

/**
 * Bicubic resizing bit for bit as Pillow 11 does it: Catmull-Rom weights (a = -0.5), widened where the picture shrinks, as
 * 22-bit fixed-point numbers, first across, then down, with 8 bits between.
 */
final class Bicubic {

    private static final int PRECISION = 22;
    private static final int HALF = 1 << (PRECISION - 1);
    private static final double SUPPORT = 2;

    private Bicubic() {}

    /** Takes a row of the new picture, of red (channel 0), green or blue. The array is used again for the next one. */
    @FunctionalInterface
    interface Rows {
        void row(int channel, int y, byte[] pixels);
    }

    /** Pixels 0xRRGGBB, row by row, to rows of the new size, from the top. */
    static void resize(int[] rgb, int width, int height, int newWidth, int newHeight, Rows rows) {
        Taps across = Taps.of(width, newWidth);
        Taps down = Taps.of(height, newHeight);
        Row row = new Row(width);
        // Of the rows that are narrowed already, those that the next new row may need
        int[][][] narrow = new int[3][down.most][newWidth];
        int[] sums = new int[newWidth];
        byte[] pixels = new byte[newWidth];
        int ready = 0;
        for (int y = 0; y < newHeight; y++) {
            for (int end = down.first[y] + down.count[y]; ready < end; ready++) {
                row.fill(rgb, ready * width);
                int place = ready % down.most;
                row.across(across, narrow[0][place], narrow[1][place], narrow[2][place]);
            }
            for (int channel = 0; channel < 3; channel++) {
                down(narrow[channel], down, y, sums);
                for (int x = 0; x < newWidth; x++) {
                    pixels[x] = (byte) clip(sums[x]);
                }
                rows.row(channel, y, pixels);
            }
        }
    }

    /** A row of the old picture. Red and blue share a number, so that one multiplication serves both. */
    private static final class Row {

        private final long[] redBlue;
        private final int[] green;

        private Row(int width) {
            this.redBlue = new long[width];
            this.green = new int[width];
        }

        void fill(int[] rgb, int from) {
            for (int x = 0; x < green.length; x++) {
                int pixel = rgb[from + x];
                redBlue[x] = (pixel & 0xff0000L) << 16 | (pixel & 0xff);
                green[x] = pixel >> 8 & 0xff;
            }
        }

        void across(Taps taps, int[] newRed, int[] newGreen, int[] newBlue) {
            for (int x = 0; x < newGreen.length; x++) {
                int from = taps.first[x];
                int weight = x * taps.most;
                long both = 0;
                int one = HALF;
                for (int i = 0; i < taps.count[x]; i++) {
                    int factor = taps.weights[weight + i];
                    both += redBlue[from + i] * factor;
                    one += green[from + i] * factor;
                }
                int blue = (int) both; // Signed: where it is negative, it has borrowed from red
                newRed[x] = clip((int) ((both - blue) >> 32) + HALF);
                newGreen[x] = clip(one);
                newBlue[x] = clip(blue + HALF);
            }
        }
    }

    private static void down(int[][] rows, Taps taps, int y, int[] sums) {
        Arrays.fill(sums, HALF);
        for (int i = 0; i < taps.count[y]; i++) {
            int[] row = rows[(taps.first[y] + i) % taps.most];
            int factor = taps.weights[y * taps.most + i];
            for (int x = 0; x < sums.length; x++) {
                sums[x] += row[x] * factor;
            }
        }
    }

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> PRECISION));
    }

    /** Which old pixels make up each new one along an axis, and how much each of them counts. */
    private static final class Taps {

        private final int[] first;
        private final int[] count;
        private final int[] weights;
        private final int most;

        private Taps(int newSize, int most) {
            this.first = new int[newSize];
            this.count = new int[newSize];
            this.weights = new int[newSize * most];
            this.most = most;
        }

        static Taps of(int size, int newSize) {
            double scale = (double) size / newSize;
            double widened = Math.max(scale, 1);
            double support = SUPPORT * widened;
            Taps taps = new Taps(newSize, (int) Math.ceil(support) * 2 + 1);
            double[] weights = new double[taps.most];
            for (int i = 0; i < newSize; i++) {
                double centre = (i + 0.5) * scale;
                int first = Math.max(0, (int) (centre - support + 0.5));
                int count = Math.min(size, (int) (centre + support + 0.5)) - first;
                double sum = 0;
                for (int j = 0; j < count; j++) {
                    weights[j] = weight((j + first - centre + 0.5) * (1 / widened));
                    sum += weights[j];
                }
                taps.first[i] = first;
                taps.count[i] = count;
                for (int j = 0; j < count; j++) {
                    taps.weights[i * taps.most + j] = fixed(weights[j] / sum);
                }
            }
            return taps;
        }

        private static double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
        }

        private static int fixed(double weight) {
            return (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
        }
    }
}
