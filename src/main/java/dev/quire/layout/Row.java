package dev.quire.layout;

import dev.quire.document.Box;
import dev.quire.document.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines side by side on one level, from left to right. */
record Row(List<Line> cells) {

    /** Centres this close, as a share of the lower height, are on one level. */
    private static final float SAME_LEVEL = 0.45f;

    private static final float OVERLAP = 0.3f;

    Row {
        cells = cells.stream()
                .sorted(Comparator.comparingDouble(line -> line.box().left()))
                .toList();
    }

    /** Sorts lines into rows, from top to bottom. */
    static List<Row> of(List<Line> lines) {
        List<List<Line>> rows = new ArrayList<>();
        for (Line line :
                lines.stream().sorted(Comparator.comparingDouble(Row::centre)).toList()) {
            rows.stream()
                    .skip(Math.max(0, rows.size() - 3))
                    .filter(row -> row.stream().allMatch(other -> beside(line, other)))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Line> row = new ArrayList<>();
                        rows.add(row);
                        return row;
                    })
                    .add(line);
        }
        return rows.stream()
                .map(Row::new)
                .sorted(Comparator.comparingDouble(row -> centre(row.cells().get(0))))
                .toList();
    }

    Box box() {
        return Boxes.around(cells.stream().map(Line::box).toList());
    }

    private static boolean beside(Line line, Line other) {
        float height = Math.min(line.box().height(), other.box().height());
        float shared = Math.min(line.box().right(), other.box().right())
                - Math.max(line.box().left(), other.box().left());
        return Math.abs(centre(line) - centre(other)) < SAME_LEVEL * height
                && shared < OVERLAP * Math.min(line.box().width(), other.box().width());
    }

    private static float centre(Line line) {
        return (line.box().top() + line.box().bottom()) / 2;
    }
}
