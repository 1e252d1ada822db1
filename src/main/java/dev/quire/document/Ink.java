package dev.quire.document;

/**
 * How much a page image shows. The page is cut into cells of {@value #CELL} x {@value #CELL} pixels; a pixel is ink where
 * it differs from the page's commonest grey, and a cell is inked where enough of its pixels are. Single specks and paper
 * grain do not fill a cell; the smallest printed digit fills several.
 *
 * @param cells of the page
 * @param inked of them
 * @param pixels that are ink, single specks included
 */
public record Ink(int cells, int inked, int pixels) {

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
        int pixels = 0;
        for (int top = 0; top < page.height(); top += CELL) {
            for (int left = 0; left < page.width(); left += CELL) {
                int ink = inkOfCell(grey, page, left, top, paper);
                cells++;
                inked += ink >= PIXELS_OF_INKED_CELL ? 1 : 0;
                pixels += ink;
            }
        }
        return new Ink(cells, inked, pixels);
    }

    /** Inked cells as a share of the page. */
    public float share() {
        return (float) inked / cells;
    }

    /** Whether nothing is printed on the page. */
    public boolean isBlank() {
        return inked < FEWEST_INKED_CELLS;
    }

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

    private static int inkOfCell(byte[] grey, PageImage page, int left, int top, int paper) {
        int right = Math.min(page.width(), left + CELL);
        int bottom = Math.min(page.height(), top + CELL);
        int ink = 0;
        for (int y = top; y < bottom; y++) {
            for (int at = y * page.width() + left; at < y * page.width() + right; at++) {
                ink += Math.abs((grey[at] & 0xff) - paper) > CONTRAST ? 1 : 0;
            }
        }
        return ink;
    }
}
