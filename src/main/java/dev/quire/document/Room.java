package dev.quire.document;

import java.io.IOException;

/**
 * How much memory the pictures and streams of one page may take, asked before it is taken.
 *
 * @param imagePixels the largest image, width times height
 * @param streamBytes what one stream may decode to
 * @param pageBytes what one image, or the stacked transparency groups of a page, may take at their worst moment
 */
record Room(long imagePixels, long streamBytes, long pageBytes) {

    private static final long LEAST_BYTES = 64L << 20;

    /** A quarter of the heap for a stream and two fifths for an image, so that two pages find room side by side. */
    static Room of(DocumentLimits limits, long heapBytes) {
        long stream = Math.max(LEAST_BYTES, Math.min(4 * limits.imagePixels(), heapBytes / 4));
        return new Room(limits.imagePixels(), stream, Math.max(LEAST_BYTES, heapBytes / 5 * 2));
    }

    void admitPixels(long width, long height, String what, Watch watch) throws IOException {
        if (width > 0 && height > 0 && width > imagePixels / height) {
            throw watch.refuse(
                    ErrorClass.TOO_LARGE,
                    "%s of %,d x %,d pixels (limit: %,d pixels): raise the limit if it is genuine"
                            .formatted(what, width, height, imagePixels));
        }
    }

    void admitBytes(double bytes, String what, Watch watch) throws IOException {
        if (bytes > pageBytes) {
            throw watch.refuse(
                    ErrorClass.TOO_LARGE,
                    "%s needs %,d MB (limit: %,d MB, from the size of the heap): raise the heap if it is genuine"
                            .formatted(what, (long) bytes >> 20, pageBytes >> 20));
        }
    }

    void admitHeader(ImageHeader header, Watch watch) throws IOException {
        admitPixels(header.width(), header.height(), header.codec() + " image", watch);
        double pixels = (double) header.width() * header.height();
        admitBytes(pixels * header.bytesPerPixel(), header.codec() + " image", watch);
        if (header.tiles() > ImageHeader.MOST_TILES) {
            throw watch.refuse(
                    ErrorClass.TOO_LARGE,
                    "%s image of %,d tiles (limit: %,d)"
                            .formatted(header.codec(), header.tiles(), ImageHeader.MOST_TILES));
        }
    }
}
