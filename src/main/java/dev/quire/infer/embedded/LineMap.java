package dev.quire.infer.embedded;

import dev.quire.document.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the detector says about one picture: three planes of cells, each cell 4 pixels wide and 2 high. Lines are the
 * connected cells of the first.
 */
final class LineMap {

    private static final int PLANES = 3;
    private static final int CELL_WIDTH = 4;
    private static final int CELL_HEIGHT = 2;
    /** The logit of 0.3. */
    private static final float INK_LOGIT = (float) Math.log(0.3 / 0.7);

    private static final int MIN_CELLS = 2;
    private static final int MIN_LINE_PIXELS = 5;

    private final float[] values;
    private final int width;
    private final int height;

    /**
     * Takes the planes one after the other: the logit that a cell lies within a line's small letters; the logarithm of
     * the pixels up to the line's top; the same down to its bottom.
     */
    LineMap(float[] values, int width, int height) {
        this.values = values;
        this.width = width;
        this.height = height;
    }

    /** The upper left part of this map. */
    LineMap cut(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        float[] part = new float[PLANES * newWidth * newHeight];
        for (int row = 0; row < PLANES * newHeight; row++) {
            int from = (row / newHeight * height + row % newHeight) * width;
            System.arraycopy(values, from, part, row * newWidth, newWidth);
        }
        return new LineMap(part, newWidth, newHeight);
    }

    /** The lines, in pixels of the picture that the map was made from, from top to bottom. */
    List<Strip> strips() {
        int[] region = new int[width * height];
        int[] stack = new int[width * height];
        List<Strip> strips = new ArrayList<>();
        int regions = 0;
        for (int cell = 0; cell < region.length; cell++) {
            if (region[cell] == 0 && values[cell] > INK_LOGIT) {
                int size = flood(cell, ++regions, region, stack);
                addStrip(stack, size, strips);
            }
        }
        return strips;
    }

    /** Marks the cells connected with the first one, and leaves them at the start of the stack. */
    private int flood(int first, int mark, int[] region, int[] stack) {
        int found = 1;
        stack[0] = first;
        region[first] = mark;
        for (int next = 0; next < found; next++) {
            int cell = stack[next];
            int x = cell % width;
            found = x > 0 ? visit(cell - 1, mark, region, stack, found) : found;
            found = x < width - 1 ? visit(cell + 1, mark, region, stack, found) : found;
            found = cell >= width ? visit(cell - width, mark, region, stack, found) : found;
            found = cell < region.length - width ? visit(cell + width, mark, region, stack, found) : found;
        }
        return found;
    }

    private int visit(int cell, int mark, int[] region, int[] stack, int found) {
        if (region[cell] != 0 || values[cell] <= INK_LOGIT) {
            return found;
        }
        region[cell] = mark;
        stack[found] = cell;
        return found + 1;
    }

    private void addStrip(int[] cells, int size, List<Strip> strips) {
        float[] tops = new float[size];
        float[] bottoms = new float[size];
        int left = width;
        int right = 0;
        float logits = 0;
        int plane = width * height;
        for (int i = 0; i < size; i++) {
            int cell = cells[i];
            int x = cell % width;
            int row = cell / width;
            float y = (row + 0.5f) * CELL_HEIGHT;
            tops[i] = y - (float) Math.exp(values[plane + cell]);
            bottoms[i] = y + (float) Math.exp(values[2 * plane + cell]);
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
            logits += values[cell];
        }
        float top = median(tops);
        float bottom = median(bottoms);
        if (size >= MIN_CELLS && logits >= 0 && bottom - top >= MIN_LINE_PIXELS) {
            Box box = new Box(left * CELL_WIDTH, top, right * CELL_WIDTH, bottom);
            strips.add(new Strip(box, slope(cells, size)));
        }
    }

    /** The slope of the straight line through the cells that misses them least. */
    private float slope(int[] cells, int size) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < size; i++) {
            int row = cells[i] / width;
            double cellX = (double) (cells[i] % width) * CELL_WIDTH;
            double cellY = (double) row * CELL_HEIGHT;
            x += cellX;
            y += cellY;
            xx += cellX * cellX;
            xy += cellX * cellY;
        }
        double spread = xx - x * x / size;
        return spread > 0 ? (float) ((xy - x * y / size) / spread) : 0;
    }

    static float median(float[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
