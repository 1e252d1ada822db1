package dev.quire.infer.deepseek;

import java.util.Arrays;

/**
 * Bicubic resizing bit for bit as Pillow 11 does it: Catmull-Rom weights (a = -0.5), widened where the picture shrinks, as
 * 22-bit fixed-point numbers, first across, then down, with 8 bits between.
 */
final class Bicubic {

    private static final int PRECISION = 22;
    private static final double SUPPORT = 2;

    private Bicubic() {}

    /** Pixels 0xRRGGBB, row by row, to planes of red, green and blue of the new size, one after the other. */
    static byte[] resize(int[] rgb, int width, int height, int newWidth, int newHeight) {
        Taps across = Taps.of(width, newWidth);
        Taps down = Taps.of(height, newHeight);
        byte[] planes = new byte[3 * newWidth * newHeight];
        int[] narrow = new int[newWidth * height];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y++) {
                across(rgb, y * width, 16 - 8 * channel, across, narrow, y * newWidth);
            }
            down(narrow, newWidth, down, planes, channel * newWidth * newHeight);
        }
        return planes;
    }

    private static void across(int[] rgb, int row, int shift, Taps taps, int[] target, int offset) {
        for (int x = 0; x < taps.first.length; x++) {
            int from = row + taps.first[x];
            int weight = x * taps.most;
            int sum = 1 << (PRECISION - 1);
            for (int i = 0; i < taps.count[x]; i++) {
                sum += (rgb[from + i] >> shift & 0xff) * taps.weights[weight + i];
            }
            target[offset + x] = clip(sum);
        }
    }

    private static void down(int[] rows, int width, Taps taps, byte[] target, int offset) {
        int[] sums = new int[width];
        for (int y = 0; y < taps.first.length; y++) {
            Arrays.fill(sums, 1 << (PRECISION - 1));
            for (int i = 0; i < taps.count[y]; i++) {
                int row = (taps.first[y] + i) * width;
                int weight = taps.weights[y * taps.most + i];
                for (int x = 0; x < width; x++) {
                    sums[x] += rows[row + x] * weight;
                }
            }
            for (int x = 0; x < width; x++) {
                target[offset + y * width + x] = (byte) clip(sums[x]);
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
