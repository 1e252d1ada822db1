package dev.quire.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.FinishReason;
import dev.quire.document.Table;
import dev.quire.merge.PageContent;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** What merging takes of the rows of a document's pages: gathered into one row, and out of it again. */
final class PageContents {

    /** The beginning of a block tells which part of the page's Markdown it is; all of it would double what is shuffled. */
    private static final int BEGINNING = 64;

    private PageContents() {}

    /** The pages of a group, in page order. */
    static Column gathered() {
        Column blocks = expr(
                "transform(blocks, block -> named_struct('type', block.type, 'box', block.box, 'text', left(block.text, "
                        + BEGINNING + ")))");
        return sort_array(collect_list(struct(
                col("page"),
                col("markdown"),
                col("error_class"),
                col("finish_reason"),
                col("height"),
                blocks.as("blocks"),
                col("tables"))));
    }

    static List<PageContent> of(List<Row> gathered) {
        return gathered.stream().map(PageContents::page).toList();
    }

    private static PageContent page(Row row) {
        return new PageContent(
                row.getInt(0),
                row.isNullAt(1) ? "" : row.getString(1),
                row.isNullAt(2) ? null : row.getString(2),
                row.isNullAt(3) ? null : FinishReason.valueOf(row.getString(3)),
                row.isNullAt(4) ? 0 : row.getFloat(4),
                list(row, 5).stream().map(PageContents::block).toList(),
                list(row, 6).stream().map(PageContents::table).toList());
    }

    private static Block block(Row row) {
        return new Block(Block.Type.valueOf(row.getString(0)), box(row.getStruct(1)), row.getString(2), Float.NaN);
    }

    private static Table table(Row row) {
        List<Table.Cell> cells = list(row, 3).stream()
                .map(cell -> new Table.Cell(
                        cell.getInt(0), cell.getInt(1), cell.getInt(2), cell.getInt(3), cell.getString(4)))
                .toList();
        return new Table(box(row.getStruct(0)), row.getInt(1), row.getInt(2), cells);
    }

    private static Box box(Row row) {
        return new Box(row.getFloat(0), row.getFloat(1), row.getFloat(2), row.getFloat(3));
    }

    private static List<Row> list(Row row, int column) {
        return row.isNullAt(column) ? List.of() : row.getList(column);
    }
}
