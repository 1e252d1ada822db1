package dev.quire.infer.embedded;

import java.util.List;

/** A sheet and where lines of text lie on it. */
record Located(Sheet sheet, List<Strip> strips) {

    Located {
        strips = List.copyOf(strips);
    }
}
