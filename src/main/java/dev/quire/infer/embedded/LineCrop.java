package dev.quire.infer.embedded;

import dev.quire.document.Box;
import java.util.Arrays;

/**
 * A strip cut out and brought to the height that the recognizer reads.
 *
 * @param left where the crop begins on the sheet
 * @param scale pixels of the crop for one pixel of the sheet
 */
record LineCrop(Grey grey, float left, float scale) {

    static final int HEIGHT = 32;

    private static final float MARGIN = 0.10f;
    private static final float SIDE_MARGIN = 0.25f;
    private static final int MIN_WIDTH = 8;
    /** Below this, a shrunk line is averaged; above, interpolated. */
    private static final float AVERAGED_BELOW = 0.87f;

    static LineCrop of(Grey sheet, Box box) {
        float left = box.left() - SIDE_MARGIN * box.height();
        float right = box.right() + SIDE_MARGIN * box.height();
        float top = box.top() - MARGIN * box.height();
        float bottom = box.bottom() + MARGIN * box.height();
        float scale = HEIGHT / (bottom - top);
        int width = Math.max(MIN_WIDTH, Math.round((right - left) * scale));
        Grey grey = scale < AVERAGED_BELOW
                ? sheet.averaged(
                        Math.round(left), Math.round(top), Math.round(right), Math.round(bottom), width, HEIGHT)
                : sheet.interpolated(left, top, (right - left) / width, (bottom - top) / HEIGHT, width, HEIGHT);
        return new LineCrop(grey, left, scale);
    }

    int width() {
        return grey.width();
    }

    /** Copies the crop into a wider row of crops; the rest gets the grey of its right end. */
    void copyTo(byte[] target, int offset, int targetWidth) {
        grey.copyTo(target, offset, targetWidth, HEIGHT);
        byte paper = (byte) paper();
        for (int y = 0; y < HEIGHT; y++) {
            int row = offset + y * targetWidth;
            Arrays.fill(target, row + width(), row + targetWidth, paper);
        }
    }

    private int paper() {
        float[] end = new float[2 * HEIGHT];
        for (int i = 0; i < end.length; i++) {
            end[i] = grey.at(width() - 1 - i % 2, i / 2);
        }
        return (int) LineMap.median(end);
    }
}
