package dev.quire.infer.embedded;

import java.util.List;

/** What sizes the networks' inputs are padded to, and how many of them are computed together. */
interface Shapes {

    /**
     * Strips that are read together: those of the widths {@code [from, to)}.
     *
     * @param count how many strips the network is given, at least {@code to - from}
     * @param width of each in pixels, a multiple of 8
     */
    record Strips(int from, int to, int count, int width) {}

    /** Parts strips by their widths, which ascend. */
    List<Strips> strips(int[] widths);

    /** How many pictures of one size the network is given where so many wait: maybe fewer, maybe more. */
    int pictures(int waiting);

    /** The width or height that a picture is brought to, a multiple of 32. */
    int side(int pixels);

    static int roundedUp(int value, int step) {
        return (value + step - 1) / step * step;
    }
}
