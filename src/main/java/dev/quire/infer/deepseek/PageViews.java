package dev.quire.infer.deepseek;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A page as the model sees it: the whole page in a grey square, and tiles of it in more detail. Planes of red, green and
 * blue, one byte each.
 *
 * @param image TYPE_INT_RGB
 */
record PageViews(BufferedImage image, TileGrid grid) {

    /** Pixels of the whole view's side. */
    static final int VIEW = 1024;

    private static final int VIEW_BYTES = 3 * VIEW * VIEW;
    private static final byte GREY = 127;

    static PageViews of(BufferedImage image) {
        return new PageViews(image, TileGrid.of(image.getWidth(), image.getHeight()));
    }

    /** Bytes of all views of a page with so many tiles. */
    static int bytes(int tiles) {
        return VIEW_BYTES + 3 * TileGrid.TILE * TileGrid.TILE * tiles;
    }

    /** The whole page, [3, 1024, 1024], and behind it the tiles, row by row of the grid, [tiles, 3, 768, 768]. */
    void writeTo(ByteBuffer target) {
        int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        writeView(rgb, target);
        if (grid.tiles() > 0) {
            writeTiles(rgb, target);
        }
    }

    /** As large as fits, in the middle of the square. */
    private void writeView(int[] rgb, ByteBuffer target) {
        int width = image.getWidth();
        int height = image.getHeight();
        int newWidth = width >= height ? VIEW : side((double) width / height);
        int newHeight = height >= width ? VIEW : side((double) height / width);
        byte[] grey = new byte[VIEW];
        Arrays.fill(grey, GREY);
        for (int row = 0; row < 3 * VIEW; row++) {
            target.put(row * VIEW, grey);
        }
        int left = (int) Math.rint((VIEW - newWidth) * 0.5);
        int top = (int) Math.rint((VIEW - newHeight) * 0.5);
        Bicubic.resize(
                rgb,
                width,
                height,
                newWidth,
                newHeight,
                (channel, y, pixels) -> target.put((channel * VIEW + top + y) * VIEW + left, pixels));
    }

    private static int side(double share) {
        return Math.max(1, (int) Math.rint(share * VIEW));
    }

    /** The page stretched over the whole grid, cut up. */
    private void writeTiles(int[] rgb, ByteBuffer target) {
        int size = TileGrid.TILE;
        Bicubic.resize(
                rgb,
                image.getWidth(),
                image.getHeight(),
                grid.columns() * size,
                grid.rows() * size,
                (channel, y, pixels) -> {
                    for (int column = 0; column < grid.columns(); column++) {
                        int tile = y / size * grid.columns() + column;
                        int place = VIEW_BYTES + ((tile * 3 + channel) * size + y % size) * size;
                        target.put(place, pixels, column * size, size);
                    }
                });
    }
}
