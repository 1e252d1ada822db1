package dev.quire.evaluate;

import java.util.List;

/** A table as a tree: rows below it, cells below them. */
record TableTree(List<List<Cell>> rows) {

    TableTree {
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * One cell.
     *
     * @param text as {@link ComparableText} has it
     */
    record Cell(int rowSpan, int columnSpan, String text) {

        boolean reachesAsFarAs(Cell other) {
            return rowSpan == other.rowSpan && columnSpan == other.columnSpan;
        }

        /** Of the texts: 0 where both are alike, 1 where they have nothing in common. */
        double distance(Cell other) {
            int longer = Math.max(text.length(), other.text.length());
            return text.equals(other.text)
                    ? 0
                    : (double) EditDistance.between(
                                    text.chars().toArray(), other.text.chars().toArray())
                            / longer;
        }
    }

    /** Cells, rows and the table itself. */
    int nodes() {
        return 1 + rows.stream().mapToInt(row -> 1 + row.size()).sum();
    }
}
