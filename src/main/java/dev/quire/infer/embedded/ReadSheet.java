package dev.quire.infer.embedded;

import dev.quire.document.Line;
import java.util.List;

/** A sheet and the lines that were read on it, in no particular order. */
record ReadSheet(Sheet sheet, List<Line> lines) {

    ReadSheet {
        lines = List.copyOf(lines);
    }
}
