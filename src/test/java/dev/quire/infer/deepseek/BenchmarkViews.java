package dev.quire.infer.deepseek;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** How long a core takes to cut a page into its views: {@code main}, without arguments. */
public final class BenchmarkViews {

    private static final int ROUNDS = 21;
    private static final int COLD = 10;

    private BenchmarkViews() {}

    public static void main(String[] arguments) {
        int[][] sizes = {{1190, 1684}, {1224, 1584}, {2448, 3168}};
        for (int[] size : sizes) {
            BufferedImage page = noise(size[0], size[1]);
            double[] millis = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                PageViews views = PageViews.of(page);
                views.writeTo(
                        ByteBuffer.allocateDirect(PageViews.bytes(views.grid().tiles())));
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
            double[] warm = Arrays.stream(millis, COLD, ROUNDS).sorted().toArray();
            System.out.printf(
                    "%d x %d pixels: %.0f ms, %.0f to %.0f%n",
                    size[0], size[1], warm[warm.length / 2], warm[0], warm[warm.length - 1]);
        }
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                page.setRGB(x, y, random.nextInt());
            }
        }
        return page;
    }
}
