package dev.quire.layout;

import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Rows whose cells stand in columns.
 *
 * @param columns where each column begins and ends, from left to right
 */
record Grid(List<Row> rows, List<Span> columns) {

    Grid {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /** A stretch from left to right. */
    record Span(float from, float to) {

        float shared(Box box) {
            return Math.min(to, box.right()) - Math.max(from, box.left());
        }
    }

    /** A cell may reach into the next column by this share of the narrower of both before it counts as spanning it. */
    private static final float SPANS = 0.3f;
    /** Rows closer than this share of the usual distance go on with the row above. */
    private static final float CLOSE = 0.8f;

    private static final int FEWEST_CELLS = 2;
    private static final int ENOUGH_ROWS = 4;

    /** The columns that most of the rows agree on: what lies between strips that hardly any cell crosses. */
    static List<Span> columns(List<Row> rows, float clear, int crossings) {
        TreeMap<Float, Integer> changes = new TreeMap<>();
        for (Row row : rows) {
            for (Line cell : row.cells()) {
                changes.merge(cell.box().left(), 1, Integer::sum);
                changes.merge(cell.box().right(), -1, Integer::sum);
            }
        }
        List<Span> columns = new ArrayList<>();
        int covering = 0;
        float from = Float.NaN;
        for (Map.Entry<Float, Integer> change : changes.entrySet()) {
            int before = covering;
            covering += change.getValue();
            if (before <= crossings && covering > crossings) {
                from = change.getKey();
            } else if (before > crossings && covering <= crossings) {
                addColumn(columns, new Span(from, change.getKey()), clear);
            }
        }
        return columns;
    }

    private static void addColumn(List<Span> columns, Span span, float clear) {
        int last = columns.size() - 1;
        if (last >= 0 && span.from() - columns.get(last).to() < clear) {
            columns.set(last, new Span(columns.get(last).from(), span.to()));
        } else {
            columns.add(span);
        }
    }

    Box box() {
        return Boxes.around(rows.stream().map(Row::box).toList());
    }

    /** The share of the places in the grid that hold text. */
    double filled() {
        int cells = 0;
        for (Row row : rows) {
            cells +=
                    (int) row.cells().stream().mapToInt(this::column).distinct().count();
        }
        return (double) cells / (rows.size() * columns.size());
    }

    /** Columns with a cell in one row alone are an accident of spacing: they go to their left neighbour. */
    Grid withoutRareColumns() {
        if (rows.size() < ENOUGH_ROWS) {
            return this;
        }
        List<Span> kept = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int number = i;
            long support = rows.stream()
                    .filter(row -> row.cells().stream().anyMatch(cell -> column(cell) == number))
                    .count();
            int last = kept.size() - 1;
            if (support < FEWEST_CELLS && last >= 0) {
                kept.set(last, new Span(kept.get(last).from(), columns.get(i).to()));
            } else {
                kept.add(columns.get(i));
            }
        }
        return new Grid(rows, kept);
    }

    /** The share of the rows with text in at least two columns. */
    double paired() {
        return (double) rows.stream()
                        .filter(row -> row.cells().stream()
                                        .mapToInt(this::column)
                                        .distinct()
                                        .count()
                                > 1)
                        .count()
                / rows.size();
    }

    /** The share of the cells that begin, end or are centred where most of their column do. */
    double aligned(float tolerance) {
        int aligned = 0;
        int cells = 0;
        for (int i = 0; i < columns.size(); i++) {
            int number = i;
            List<Box> column = rows.stream()
                    .flatMap(row -> row.cells().stream())
                    .filter(cell -> column(cell) == number)
                    .map(Line::box)
                    .toList();
            cells += column.size();
            aligned += Math.max(
                    agreeing(column.stream().mapToDouble(Box::left).toArray(), tolerance),
                    Math.max(
                            agreeing(column.stream().mapToDouble(Box::right).toArray(), tolerance),
                            agreeing(
                                    column.stream()
                                            .mapToDouble(box -> (box.left() + box.right()) / 2)
                                            .toArray(),
                                    tolerance)));
        }
        return (double) aligned / cells;
    }

    private static int agreeing(double[] edges, float tolerance) {
        float middle = Boxes.quantile(edges, 0.5);
        return (int) Arrays.stream(edges)
                .filter(edge -> Math.abs(edge - middle) < tolerance)
                .count();
    }

    /** Whether one cell lies across half of the columns, like a line of text above or below a table. */
    boolean spansHalf(Row row) {
        return row.cells().stream().anyMatch(cell -> {
            long spanned = IntStream.range(0, columns.size())
                    .filter(i -> reaches(cell, i))
                    .count();
            return spanned > 1 && spanned * 2 >= columns.size();
        });
    }

    List<String> firstColumn() {
        return rows.stream()
                .map(row -> row.cells().get(0))
                .filter(cell -> column(cell) == 0)
                .map(Line::text)
                .toList();
    }

    Table table(Box onPage) {
        TreeMap<Integer, Table.Cell> cells = new TreeMap<>();
        int number = -1;
        for (int i = 0; i < rows.size(); i++) {
            number += goesOn(i) ? 0 : 1;
            for (Line line : rows.get(i).cells()) {
                addCell(cells, line, number);
            }
        }
        return new Table(onPage, number + 1, columns.size(), List.copyOf(cells.values()));
    }

    private void addCell(TreeMap<Integer, Table.Cell> cells, Line line, int row) {
        int first = column(line);
        int last = first;
        while (last + 1 < columns.size() && reaches(line, last + 1)) {
            last++;
        }
        Table.Cell cell = new Table.Cell(row, first, 1, last - first + 1, line.text());
        cells.merge(row * columns.size() + first, cell, Grid::joined);
    }

    private static Table.Cell joined(Table.Cell cell, Table.Cell more) {
        return new Table.Cell(
                cell.row(),
                cell.column(),
                1,
                Math.max(cell.columnSpan(), more.columnSpan()),
                Passage.joined(cell.text(), more.text()));
    }

    private int column(Line line) {
        for (int i = 0; i < columns.size(); i++) {
            if (reaches(line, i)) {
                return i;
            }
        }
        return 0;
    }

    private boolean reaches(Line line, int column) {
        Span span = columns.get(column);
        return span.shared(line.box())
                > SPANS * Math.min(span.to() - span.from(), line.box().width());
    }

    /** Whether a row holds the second lines of the cells above it. */
    private boolean goesOn(int index) {
        if (index == 0 || rows.get(index).cells().stream().anyMatch(cell -> column(cell) == 0)) {
            return false;
        }
        double[] distances = new double[rows.size() - 1];
        for (int i = 1; i < rows.size(); i++) {
            distances[i - 1] = distance(i);
        }
        return rows.get(index).cells().size() * 2 <= columns.size()
                && distance(index) < CLOSE * Boxes.quantile(distances, 0.5);
    }

    private double distance(int index) {
        return rows.get(index).box().bottom() - rows.get(index - 1).box().bottom();
    }
}
