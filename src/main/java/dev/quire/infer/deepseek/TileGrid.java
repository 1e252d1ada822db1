package dev.quire.infer.deepseek;

/** How many tiles a page is cut into: none where it is small, else 2 to 6 in the grid whose shape comes nearest. */
record TileGrid(int columns, int rows) {

    /** Pixels of a tile's side. */
    static final int TILE = 768;

    private static final int MOST = 6;
    private static final TileGrid NONE = new TileGrid(0, 0);

    /** For a page of so many pixels. */
    static TileGrid of(int width, int height) {
        if (width <= TILE && height <= TILE) {
            return NONE;
        }
        double shape = (double) width / height;
        double area = (double) width * height;
        TileGrid best = NONE;
        double nearest = Double.POSITIVE_INFINITY;
        for (int tiles = 2; tiles <= MOST; tiles++) {
            for (int columns = 1; columns <= tiles; columns++) {
                if (tiles % columns == 0) {
                    int rows = tiles / columns;
                    double distance = Math.abs(shape - (double) columns / rows);
                    // Of two grids of one shape the larger is worth it only for a page that fills half of it
                    if (distance < nearest || (distance == nearest && area > 0.5 * TILE * TILE * tiles)) {
                        nearest = distance;
                        best = new TileGrid(columns, rows);
                    }
                }
            }
        }
        return best;
    }

    int tiles() {
        return columns * rows;
    }
}
