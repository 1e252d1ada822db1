package dev.quire.document;

/**
 * Where a page image holds ink. The page is cut into cells of {@value #CELL} x {@value #CELL} pixels; a pixel is ink where
 * it differs from the paper around it, and a cell is inked where enough of its pixels are. Single specks and paper grain
 * do not fill a cell; the smallest printed digit fills several.
 *
 * @param cells of the page
 * @param inked of them
 */
record Ink(int cells, int inked) {

    private static final int CELL = 8;
    private static final int CONTRAST = 48;
    private static final int PIXELS_OF_INKED_CELL = 9;
    /** A lone page number of 6 pt at 100 dpi still covers this many cells. */
    private static final int FEWEST_INKED_CELLS = 2;

    static Ink of(PageImage page) {
        byte[] grey = page.grey();
        int paper = paper(grey);
        int cells = 0;
        int inked = 0;
        for (int top = 0; top < page.height(); top += CELL) {
            for (int left = 0; left < page.width(); left += CELL) {
                cells++;
                inked += inkPixels(
                                        grey,
                                        page.width(),
                                        left,
                                        Math.min(page.width(), left + CELL),
                                        top,
                                        Math.min(page.height(), top + CELL),
                                        paper)
                                >= PIXELS_OF_INKED_CELL
                        ? 1
                        : 0;
            }
        }
        return new Ink(cells, inked);
    }

    /** Single pixels of ink, specks included. */
    static int pixels(PageImage page) {
        byte[] grey = page.grey();
        return inkPixels(grey, page.width(), 0, page.width(), 0, page.height(), paper(grey));
    }

    float share() {
        return (float) inked / cells;
    }

    boolean isBlank() {
        return inked < FEWEST_INKED_CELLS;
    }

    /** The page's commonest grey. */
    private static int paper(byte[] grey) {
        int[] histogram = new int[256];
        for (byte value : grey) {
            histogram[value & 0xff]++;
        }
        int paper = 0;
        for (int value = 1; value < 256; value++) {
            paper = histogram[value] > histogram[paper] ? value : paper;
        }
        return paper;
    }

    private static int inkPixels(byte[] grey, int width, int left, int right, int top, int bottom, int paper) {
        int ink = 0;
        for (int y = top; y < bottom; y++) {
            for (int at = y * width + left; at < y * width + right; at++) {
                ink += Math.abs((grey[at] & 0xff) - paper) > CONTRAST ? 1 : 0;
            }
        }
        return ink;
    }
}
