package dev.quire.document;

import java.io.IOException;

/**
 * How much memory the pictures and streams of one page may take, asked before it is taken: what is too much for any page
 * is refused, what is too much beside the pages that are drawn now waits.
 *
 * @param imagePixels the largest image, width times height
 * @param streamBytes what one stream may decode to
 * @param pageBytes what one image, or the stacked transparency groups of a page, may take at their worst moment
 * @param memory that the page shares with others
 */
record Room(long imagePixels, long streamBytes, long pageBytes, PageMemory memory) {

    private static final long LEAST_BYTES = 64L << 20;
    private static final long HEAP = Runtime.getRuntime().maxMemory();
    /** However many tasks the process has. */
    private static final PageMemory MEMORY = new PageMemory(pageBytes(HEAP));

    /** What pages of this process have. */
    static Room of(DocumentLimits limits) {
        return of(limits, HEAP, MEMORY);
    }

    /** A quarter of the heap for a stream and two fifths for an image, so that two pages find room side by side. */
    static Room of(DocumentLimits limits, long heapBytes, PageMemory memory) {
        long stream = Math.max(LEAST_BYTES, Math.min(4 * limits.imagePixels(), heapBytes / 4));
        return new Room(limits.imagePixels(), stream, pageBytes(heapBytes), memory);
    }

    private static long pageBytes(long heapBytes) {
        return Math.max(LEAST_BYTES, heapBytes / 5 * 2);
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
        memory.hold(watch, (long) bytes);
    }

    /** A call on a page is over. */
    void release(Watch watch) {
        memory.release(watch);
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
