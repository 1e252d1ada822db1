package dev.quire.layout;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Lines of a page to its text: order, paragraphs, headings, lists, tables. */
public final class PageLayout {

    private static final double BODY_SHARE = 0.7;

    private final List<Line> lines;
    private final UnaryOperator<Box> onPage;
    private final MarkdownWriter markdown = new MarkdownWriter();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    private PageLayout(List<Line> lines, UnaryOperator<Box> onPage) {
        this.lines = lines;
        this.onPage = onPage;
    }

    /**
     * The text of a page.
     *
     * @param lines in any order, upright, in any unit
     * @param onPage brings a box of theirs to where the page's text has it
     */
    public static PageText of(List<Line> lines, UnaryOperator<Box> onPage) {
        return lines.isEmpty() ? PageText.EMPTY : new PageLayout(lines, onPage).text();
    }

    private PageText text() {
        float bodyHeight = bodyHeight(lines);
        for (List<Row> region : ReadingOrder.of(parts(lines))) {
            for (Grid part : TableFinder.split(region)) {
                if (part.columns().isEmpty()) {
                    new Passages(part.rows(), bodyHeight).list().forEach(this::add);
                } else {
                    add(part);
                }
            }
        }
        String plain = blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
        return new PageText(markdown.toString(), plain, blocks, tables, Line.confidence(lines), 0);
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

    private void add(Grid grid) {
        Table table = grid.table(onPage.apply(grid.box()));
        markdown.table(table);
        tables.add(table);
        blocks.add(new Block(Block.Type.TABLE, table.box(), plain(table), confidence(grid.rows())));
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
