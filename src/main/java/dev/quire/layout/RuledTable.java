package dev.quire.layout;

import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.Table;
import dev.quire.document.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A grid of ruling lines. Cells without a rule between them are one.
 *
 * @param xs where columns begin and the last one ends
 * @param ys where rows begin and the last one ends
 */
record RuledTable(List<Rule> rules, List<Float> xs, List<Float> ys) {

    /** Rules this close are one, in units of a line's height, and this close to each other meet. */
    private static final float TOLERANCE = 0.4f;

    private static final int MOST_RULES = 2_000;
    private static final int MOST_PLACES = 10_000;
    /** Frames around paragraphs are no tables. */
    private static final int MOST_LINES_OF_CELL = 8;

    /** The tables among the rules of a page, largest first. */
    static List<RuledTable> among(List<Rule> rules, float lineHeight) {
        List<RuledTable> tables = new ArrayList<>();
        List<Rule> open = new ArrayList<>(rules.size() <= MOST_RULES ? rules : List.of());
        while (!open.isEmpty()) {
            RuledTable table = of(connected(open, TOLERANCE * lineHeight), TOLERANCE * lineHeight);
            boolean several = table.rows() > 1 && table.columns() > 1;
            if (several && table.rows() * table.columns() <= MOST_PLACES) {
                tables.add(table);
            }
        }
        return tables.stream()
                .sorted(Comparator.comparingDouble(
                        table -> -table.box().width() * table.box().height()))
                .toList();
    }

    /** Takes out one rule and all that are connected with it. */
    private static List<Rule> connected(List<Rule> open, float tolerance) {
        List<Rule> found = new ArrayList<>(List.of(open.remove(open.size() - 1)));
        for (int i = 0; i < found.size(); i++) {
            Rule rule = found.get(i);
            List<Rule> meeting =
                    open.stream().filter(other -> rule.meets(other, tolerance)).toList();
            open.removeAll(meeting);
            found.addAll(meeting);
        }
        return found;
    }

    /** A side that is not drawn lies where the rules that lead to it end. */
    private static RuledTable of(List<Rule> rules, float tolerance) {
        List<Rule> across = rules.stream().filter(Rule::horizontal).toList();
        List<Rule> down = rules.stream().filter(rule -> !rule.horizontal()).toList();
        return new RuledTable(rules, edges(down, across, tolerance), edges(across, down, tolerance));
    }

    private static List<Float> edges(List<Rule> drawn, List<Rule> crossing, float tolerance) {
        List<Float> all = Stream.concat(
                        drawn.stream().map(Rule::at),
                        crossing.stream().flatMap(rule -> Stream.of(rule.from(), rule.to())))
                .sorted()
                .toList();
        List<Float> edges = new ArrayList<>();
        for (float edge : all) {
            if (edges.isEmpty() || edge - edges.get(edges.size() - 1) > 2 * tolerance) {
                edges.add(edge);
            }
        }
        return edges;
    }

    int rows() {
        return ys.size() - 1;
    }

    int columns() {
        return xs.size() - 1;
    }

    Box box() {
        return new Box(xs.get(0), ys.get(0), xs.get(columns()), ys.get(rows()));
    }

    boolean holds(Line line) {
        Box box = box();
        float x = (line.box().left() + line.box().right()) / 2;
        float y = (line.box().top() + line.box().bottom()) / 2;
        return x > box.left() && x < box.right() && y > box.top() && y < box.bottom();
    }

    /**
     * The table with the text that lies in it; without cells where it looks like a frame and not like a table.
     *
     * @param lines that it holds
     */
    Table filled(List<Line> lines, Box onPage, float lineHeight) {
        int[] cellOf = cells(TOLERANCE * lineHeight);
        TreeMap<Integer, List<Line>> content = new TreeMap<>();
        for (Line line : lines) {
            byCell(line, cellOf)
                    .forEach((cell, words) -> content.computeIfAbsent(cell, unseen -> new ArrayList<>())
                            .add(new Line(
                                    Boxes.around(words.stream().map(Word::box).toList()), words, line.confidence())));
        }
        boolean frame = content.values().stream().anyMatch(cell -> Row.of(cell).size() > MOST_LINES_OF_CELL);
        List<Table.Cell> cells = new ArrayList<>();
        for (int place = 0; place < cellOf.length && !frame && content.size() > 1; place++) {
            if (content.containsKey(place)) {
                cells.add(cell(place, cellOf, content.get(place)));
            }
        }
        return new Table(onPage, rows(), columns(), cells);
    }

    private Table.Cell cell(int place, int[] cellOf, List<Line> lines) {
        int columnSpan = 1;
        int rowSpan = 1;
        for (int i = place; i < cellOf.length; i++) {
            if (cellOf[i] == place) {
                columnSpan = Math.max(columnSpan, i % columns() - place % columns() + 1);
                rowSpan = Math.max(rowSpan, i / columns() - place / columns() + 1);
            }
        }
        String text = Row.of(lines).stream()
                .map(Passage::text)
                .reduce(Passage::joined)
                .orElse("");
        return new Table.Cell(place / columns(), place % columns(), rowSpan, columnSpan, text);
    }

    /** For each place of the grid, the first place of the cell that it belongs to. */
    private int[] cells(float tolerance) {
        int[] cellOf = new int[rows() * columns()];
        Arrays.fill(cellOf, -1);
        for (int place = 0; place < cellOf.length; place++) {
            if (cellOf[place] >= 0) {
                continue;
            }
            int row = place / columns();
            int column = place % columns();
            int right = column + 1;
            while (right < columns() && cellOf[row * columns() + right] < 0 && !closed(false, right, row, tolerance)) {
                right++;
            }
            int below = row + 1;
            while (below < rows() && isOpen(below, column, right, tolerance)) {
                below++;
            }
            for (int y = row; y < below; y++) {
                for (int x = column; x < right; x++) {
                    cellOf[y * columns() + x] = place;
                }
            }
        }
        return cellOf;
    }

    private boolean isOpen(int row, int from, int to, float tolerance) {
        for (int column = from; column < to; column++) {
            if (closed(true, row, column, tolerance) || (column > from && closed(false, column, row, tolerance))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a rule runs along an edge, beside one place. */
    private boolean closed(boolean horizontal, int edge, int place, float tolerance) {
        float at = (horizontal ? ys : xs).get(edge);
        List<Float> along = horizontal ? xs : ys;
        return rules.stream()
                .anyMatch(rule -> rule.horizontal() == horizontal
                        && rule.covers(at, along.get(place), along.get(place + 1), 2 * tolerance));
    }

    /** The words of a line by the cells that they lie in: a reader may take neighbouring cells for one line. */
    private TreeMap<Integer, List<Word>> byCell(Line line, int[] cellOf) {
        float y = (line.box().top() + line.box().bottom()) / 2;
        return line.words().stream()
                .collect(Collectors.groupingBy(
                        word -> cellOf[
                                place(ys, y) * columns()
                                        + place(
                                                xs,
                                                (word.box().left() + word.box().right()) / 2)],
                        TreeMap::new,
                        Collectors.toList()));
    }

    private static int place(List<Float> edges, float value) {
        int place = 0;
        while (place < edges.size() - 2 && value >= edges.get(place + 1)) {
            place++;
        }
        return place;
    }
}
