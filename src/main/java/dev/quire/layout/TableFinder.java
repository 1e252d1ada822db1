package dev.quire.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds tables among the rows of a region: cells of at least two columns, aligned over at least three rows. */
final class TableFinder {

    private static final int FEWEST_ROWS = 3;
    /** In heights of a line. */
    private static final float CLEAR = 0.5f;

    private static final float FARTHEST_ROW = 3;
    private static final double LEAST_FILLED = 0.4;
    private static final double LEAST_PAIRED = 0.6;
    private static final double LEAST_ALIGNED = 0.6;
    /** One row in so many may have a cell across columns. */
    private static final int ROWS_PER_CROSSING = 6;

    private TableFinder() {}

    /** Rows that are a table, or rows that are not; {@code table} has no columns for the latter. */
    static List<Grid> split(List<Row> rows) {
        List<Grid> parts = new ArrayList<>();
        List<Row> plain = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            Grid grid = longest(rows, from);
            if (grid.columns().isEmpty()) {
                plain.add(rows.get(from++));
                continue;
            }
            addPlain(plain, parts);
            parts.add(grid);
            from += grid.rows().size();
        }
        addPlain(plain, parts);
        return parts;
    }

    private static void addPlain(List<Row> plain, List<Grid> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Grid(List.copyOf(plain), List.of()));
            plain.clear();
        }
    }

    private static Grid longest(List<Row> rows, int from) {
        float height = Boxes.medianHeight(
                rows.stream().flatMap(row -> row.cells().stream()).toList());
        int to = from;
        int several = 0;
        for (int end = from + 1; end <= rows.size() && rows.get(from).cells().size() > 1; end++) {
            if (end - from > 1 && far(rows.get(end - 2), rows.get(end - 1), height)) {
                break;
            }
            boolean severalCells = rows.get(end - 1).cells().size() > 1;
            List<Row> run = rows.subList(from, end);
            if (severalCells ? columns(run, height).size() < 2 : end - to > 2) {
                break;
            }
            several += severalCells ? 1 : 0;
            to = severalCells ? end : to;
        }
        if (several < FEWEST_ROWS) {
            return new Grid(List.of(), List.of());
        }
        Grid grid = withoutTextBelow(rows.subList(from, to), height);
        return isTable(grid, height) ? grid : new Grid(List.of(), List.of());
    }

    private static Grid withoutTextBelow(List<Row> run, float height) {
        int to = run.size();
        Grid grid = new Grid(run, columns(run, height));
        while (to > 1 && grid.spansHalf(run.get(to - 1))) {
            to--;
            grid = new Grid(run.subList(0, to), columns(run.subList(0, to), height));
        }
        return grid;
    }

    private static boolean isTable(Grid grid, float height) {
        return grid.rows().size() >= FEWEST_ROWS
                && grid.columns().size() > 1
                && !grid.spansHalf(grid.rows().get(0))
                && grid.filled() >= LEAST_FILLED
                && grid.paired() >= LEAST_PAIRED
                && grid.aligned(height) >= LEAST_ALIGNED
                && !markers(grid)
                && !clauses(grid);
    }

    private static List<Grid.Span> columns(List<Row> run, float height) {
        List<Grid.Span> columns = Grid.columns(run, CLEAR * height, run.size() / ROWS_PER_CROSSING);
        return new Grid(run, columns).withoutRareColumns().columns();
    }

    private static boolean far(Row upper, Row lower, float height) {
        return lower.box().top() - upper.box().bottom() > FARTHEST_ROW * height;
    }

    /** A list whose bullets or numbers stand apart from its items is no table. */
    private static boolean markers(Grid grid) {
        List<String> first = grid.firstColumn();
        return grid.columns().size() == 2 && marked(first) * 2 > first.size();
    }

    /** Nor are clauses whose ascending numbers stand apart from their text. */
    private static boolean clauses(Grid grid) {
        List<String> first = grid.firstColumn();
        List<Section> numbers =
                first.stream().flatMap(text -> Section.of(text).stream()).toList();
        return grid.columns().size() == 2
                && !numbers.isEmpty()
                && (numbers.size() + marked(first)) * 2 > first.size()
                && IntStream.range(1, numbers.size())
                        .allMatch(i -> numbers.get(i - 1).compareTo(numbers.get(i)) < 0)
                && grid.rows().stream().filter(TableFinder::endsInWords).count() * 2
                        > grid.rows().size();
    }

    private static long marked(List<String> cells) {
        return cells.stream().filter(text -> Marker.of(text + " x").isPresent()).count();
    }

    private static boolean endsInWords(Row row) {
        String last = row.cells().get(row.cells().size() - 1).text();
        return last.chars().filter(Character::isLetter).count() * 2 > last.length();
    }
}
