package dev.quire.infer.embedded;

import java.util.List;

/** A sheet and the lines that were read on it, in no particular order. */
record ReadSheet(Sheet sheet, List<Line> lines) {

    ReadSheet {
        lines = List.copyOf(lines);
    }

    /** Mean over the characters; 0 where nothing was read. */
    float confidence() {
        double sum = 0;
        int characters = 0;
        for (Line line : lines) {
            int length = line.text().length();
            sum += line.confidence() * length;
            characters += length;
        }
        return characters == 0 ? 0 : (float) (sum / characters);
    }
}
