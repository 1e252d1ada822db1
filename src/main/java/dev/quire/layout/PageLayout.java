package dev.quire.layout;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import dev.quire.document.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Lines of a page to its text: order, paragraphs, headings, lists, tables. */
public final class PageLayout {

    private static final double BODY_SHARE = 0.7;

    private final List<Line> lines;
    private final List<Rule> rules;
    private final UnaryOperator<Box> onPage;
    private final Map<Line, Table> ruled = new HashMap<>();
    private final MarkdownWriter markdown = new MarkdownWriter();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    private PageLayout(List<Line> lines, List<Rule> rules, UnaryOperator<Box> onPage) {
        this.lines = lines;
        this.rules = rules;
        this.onPage = onPage;
    }

    /**
     * The text of a page.
     *
     * @param lines in any order, upright, in any unit
     * @param onPage brings a box of theirs to where the page's text has it
     */
    public static PageText of(List<Line> lines, UnaryOperator<Box> onPage) {
        return of(lines, List.of(), onPage);
    }

    /** The same with the ruling lines of the page, which show tables where alignment alone does not. */
    public static PageText of(List<Line> lines, List<Rule> rules, UnaryOperator<Box> onPage) {
        return lines.isEmpty() ? PageText.EMPTY : new PageLayout(lines, rules, onPage).text();
    }

    private PageText text() {
        float bodyHeight = bodyHeight(lines);
        for (List<Row> region : ReadingOrder.of(parts(withRuledTables()))) {
            List<Row> between = new ArrayList<>();
            for (Row row : region) {
                List<Line> plain = row.cells().stream()
                        .filter(line -> !ruled.containsKey(line))
                        .toList();
                if (!plain.isEmpty()) {
                    between.add(new Row(plain));
                }
                for (Line line : row.cells()) {
                    Table table = ruled.get(line);
                    if (table != null) {
                        add(between, bodyHeight);
                        between.clear();
                        add(table, line.confidence());
                    }
                }
            }
            add(between, bodyHeight);
        }
        String plain = blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
        return new PageText(markdown.toString(), plain, blocks, tables, Line.confidence(lines), 0);
    }

    /** The lines of each ruled table become one that stands for it, so that it is put in order as a whole. */
    private List<Line> withRuledTables() {
        float height = Boxes.medianHeight(lines);
        List<Line> open = new ArrayList<>(lines);
        for (RuledTable candidate : RuledTable.among(rules, height)) {
            List<Line> held = open.stream().filter(candidate::holds).toList();
            Table table = candidate.filled(held, onPage.apply(candidate.box()), height);
            if (!table.cells().isEmpty()) {
                Word all = new Word("", candidate.box());
                Line standIn = new Line(candidate.box(), List.of(all), Line.confidence(held));
                ruled.put(standIn, table);
                open.removeAll(held);
                open.add(standIn);
            }
        }
        return open;
    }

    private void add(List<Row> rows, float bodyHeight) {
        for (Grid part : TableFinder.split(rows)) {
            if (part.columns().isEmpty()) {
                new Passages(part.rows(), bodyHeight).list().forEach(this::add);
            } else {
                add(part.table(onPage.apply(part.box())), confidence(part.rows()));
            }
        }
    }

    private static List<Line> parts(List<Line> lines) {
        return lines.stream().flatMap(line -> line.parts().stream()).toList();
    }

    /**
     * The height of a line that most of the page's characters do not exceed. More than half of them, since heights
     * measured on a scan spread, and the upper part of running text should not turn into headings.
     */
    private static float bodyHeight(List<Line> lines) {
        List<Line> sorted = lines.stream()
                .sorted(Comparator.comparingDouble(line -> line.box().height()))
                .toList();
        double most = BODY_SHARE
                * lines.stream().mapToInt(line -> line.text().length()).sum();
        int seen = 0;
        for (Line line : sorted) {
            seen += line.text().length();
            if (seen >= most) {
                return line.box().height();
            }
        }
        return Boxes.medianHeight(lines);
    }

    private void add(Passage passage) {
        String text = passage.text();
        switch (passage.type()) {
            case HEADING -> markdown.heading(passage.level(), text);
            case LIST_ITEM -> markdown.listItem(Marker.of(text).orElseThrow());
            default -> markdown.paragraph(text);
        }
        blocks.add(new Block(passage.type(), onPage.apply(passage.box()), text, confidence(passage.rows())));
    }

    private void add(Table table, float confidence) {
        markdown.table(table);
        tables.add(table);
        blocks.add(new Block(Block.Type.TABLE, table.box(), plain(table), confidence));
    }

    private static String plain(Table table) {
        StringBuilder text = new StringBuilder();
        int row = 0;
        for (Table.Cell cell : table.cells()) {
            if (!text.isEmpty()) {
                text.append(cell.row() == row ? '\t' : '\n');
            }
            row = cell.row();
            text.append(cell.text());
        }
        return text.toString();
    }

    private static float confidence(List<Row> rows) {
        return Line.confidence(
                rows.stream().flatMap(row -> row.cells().stream()).toList());
    }
}
