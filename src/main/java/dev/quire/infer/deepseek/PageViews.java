package dev.quire.infer.deepseek;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * A page as the model sees it: the whole page in a grey square, and tiles of it in more detail. Planes of red, green and
 * blue, one byte each.
 */
final class PageViews {

    /** Pixels of the whole view's side. */
    static final int VIEW = 1024;

    private static final byte GREY = 127;

    private final byte[] view;
    private final byte[] tiles;
    private final int tileCount;

    PageViews(byte[] view, byte[] tiles, int tileCount) {
        this.view = view;
        this.tiles = tiles;
        this.tileCount = tileCount;
    }

    /** @param image TYPE_INT_RGB */
    static PageViews of(BufferedImage image) {
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        TileGrid grid = TileGrid.of(image.getWidth(), image.getHeight());
        return new PageViews(
                view(rgb, image.getWidth(), image.getHeight()),
                tiles(rgb, image.getWidth(), image.getHeight(), grid),
                grid.tiles());
    }

    /** The whole page, [3, 1024, 1024]. */
    byte[] view() {
        return view;
    }

    /** [tileCount, 3, 768, 768], row by row of the grid. */
    byte[] tiles() {
        return tiles;
    }

    int tileCount() {
        return tileCount;
    }

    /** As large as fits, in the middle of the square. */
    private static byte[] view(int[] rgb, int width, int height) {
        int newWidth = width >= height ? VIEW : side((double) width / height);
        int newHeight = height >= width ? VIEW : side((double) height / width);
        byte[] page = Bicubic.resize(rgb, width, height, newWidth, newHeight);
        byte[] square = new byte[3 * VIEW * VIEW];
        Arrays.fill(square, GREY);
        int left = (int) Math.rint((VIEW - newWidth) * 0.5);
        int top = (int) Math.rint((VIEW - newHeight) * 0.5);
        for (int row = 0; row < 3 * newHeight; row++) {
            int target = (row / newHeight * VIEW + top + row % newHeight) * VIEW + left;
            System.arraycopy(page, row * newWidth, square, target, newWidth);
        }
        return square;
    }

    private static int side(double share) {
        return Math.max(1, (int) Math.rint(share * VIEW));
    }

    /** The page stretched over the whole grid, cut up. */
    private static byte[] tiles(int[] rgb, int width, int height, TileGrid grid) {
        int size = TileGrid.TILE;
        byte[] tiles = new byte[grid.tiles() * 3 * size * size];
        if (tiles.length == 0) {
            return tiles;
        }
        int wide = grid.columns() * size;
        int high = grid.rows() * size;
        byte[] page = Bicubic.resize(rgb, width, height, wide, high);
        for (int row = 0; row < 3 * high; row++) {
            int channel = row / high;
            int y = row % high;
            for (int column = 0; column < grid.columns(); column++) {
                int tile = y / size * grid.columns() + column;
                int target = ((tile * 3 + channel) * size + y % size) * size;
                System.arraycopy(page, row * wide + column * size, tiles, target, size);
            }
        }
        return tiles;
    }
}
