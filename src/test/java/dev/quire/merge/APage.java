package dev.quire.merge;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.FinishReason;
import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page as the layout gives it: parts of Markdown, a block for each, from the top down. */
final class APage {

    private static final float HEIGHT = 842;
    private static final float LEFT = 72;
    private static final float WIDTH = 451;

    private final int number;
    private final List<String> parts = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private float top = 100;
    private @Nullable FinishReason finish;

    private APage(int number) {
        this.number = number;
    }

    static APage page(int number) {
        return new APage(number);
    }

    APage header(String text) {
        return add(Block.Type.TEXT, text, new Box(LEFT, 36, LEFT + WIDTH / 2, 48));
    }

    APage footer(String text) {
        return add(Block.Type.TEXT, text, new Box(LEFT, 790, LEFT + WIDTH / 2, 802));
    }

    APage text(String text) {
        return add(Block.Type.TEXT, text, below(LEFT, WIDTH, 40));
    }

    /** Below the middle of the page. */
    APage low(String text) {
        top = Math.max(top, 600);
        return text(text);
    }

    APage second(String text) {
        return add(Block.Type.TEXT, text, new Box(LEFT + WIDTH, 100, LEFT + 2 * WIDTH, 140));
    }

    APage heading(String text) {
        return add(Block.Type.HEADING, text, below(LEFT, WIDTH / 2, 20));
    }

    /** Rows of cells; the first row is the head. */
    APage table(List<List<String>> rows, Table.Cell... spanning) {
        Box box = below(LEFT, WIDTH, 15 * rows.size());
        int columns = rows.get(0).size();
        tables.add(new Table(box, rows.size(), columns, List.of(spanning)));
        StringBuilder markdown = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            markdown.append(i == 0 ? "" : "\n")
                    .append("| ")
                    .append(String.join(" | ", rows.get(i)))
                    .append(" |");
            markdown.append(i == 0 ? "\n|" + " --- |".repeat(columns) : "");
        }
        return add(Block.Type.TABLE, markdown.toString(), box);
    }

    APage finished(FinishReason reason) {
        finish = reason;
        return this;
    }

    PageContent content() {
        return new PageContent(number, String.join("\n\n", parts), null, finish, HEIGHT, blocks, tables);
    }

    private Box below(float left, float width, float height) {
        Box box = new Box(left, top, left + width, top + height);
        top += height + 12;
        return box;
    }

    private APage add(Block.Type type, String markdown, Box box) {
        parts.add(markdown);
        blocks.add(new Block(type, box, markdown.replaceAll("^#+ ", ""), Float.NaN));
        return this;
    }
}
