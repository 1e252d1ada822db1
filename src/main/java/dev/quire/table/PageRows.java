package dev.quire.table;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Failure;
import dev.quire.document.Figure;
import dev.quire.document.PageFacts;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import dev.quire.document.TextTrust;
import dev.quire.infer.PageResult;
import dev.quire.infer.PageResult.Look;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.PageCost;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Spark function: a page's result as a row of {@code pages}. */
record PageRows(String runId, int wave, String engine, String engineVersion, CostModel costs)
        implements Function<PageResult, Row> {

    // Delta keeps no NOT NULL inside of arrays, so nested fields are nullable
    static final StructType BOX = new StructType()
            .add("left", FloatType, true)
            .add("top", FloatType, true)
            .add("right", FloatType, true)
            .add("bottom", FloatType, true);
    static final StructType BLOCK = new StructType()
            .add("type", StringType, true)
            .add("box", BOX, true)
            .add("text", StringType, true)
            .add("confidence", FloatType, true);
    static final StructType CELL = new StructType()
            .add("row", IntegerType, true)
            .add("column", IntegerType, true)
            .add("row_span", IntegerType, true)
            .add("column_span", IntegerType, true)
            .add("text", StringType, true);
    static final StructType TABLE = new StructType()
            .add("box", BOX, true)
            .add("rows", IntegerType, true)
            .add("columns", IntegerType, true)
            .add("cells", createArrayType(CELL, true), true);
    static final StructType FIGURE = new StructType()
            .add("block", IntegerType, true)
            .add("width", IntegerType, true)
            .add("height", IntegerType, true)
            .add("png", BinaryType, true);

    private static final String SOURCE_REASON = "Why that: "
            + Stream.of(TextTrust.values())
                    .map(reason -> "`%s` (%s)".formatted(reason, reason.trusted() ? "`TEXT_LAYER`" : "`OCR`"))
                    .collect(Collectors.joining(", "))
            + ".";

    static final Columns COLUMNS = new Columns("pages", "One row for each page.")
            .add("document_id", StringType, false, "Hash of the document's path; joins `documents`.")
            .add("page", IntegerType, false, "From 1; 0 stands for a document that could not be opened.")
            .add("status", StringType, false, "`OK`, `BLANK` (nothing is printed, by measurement of ink) or `FAILED`.")
            .add("source", StringType, true, "`OCR` or `TEXT_LAYER`; null where the page was not read.")
            .add("source_reason", StringType, true, SOURCE_REASON)
            .add("error_class", StringType, true, "Why the page failed, to count by.")
            .add("error_message", StringType, true, "What is wrong, why, and what to do.")
            .add("run_id", StringType, false, "The run that landed the row; joins `runs`.")
            .add("wave", IntegerType, false, "The wave of that run, from 0.")
            .add(
                    "content_key",
                    StringType,
                    false,
                    "Changes with the file, the engine and the settings that change the output.")
            .add("fragment_id", StringType, false, "The pages that travelled together.")
            .add(
                    "engine",
                    StringType,
                    false,
                    "The model that wrote the text or failed on the page: the run's, or the alternative; the run's where"
                            + " none had to do with it.")
            .add("engine_version", StringType, false, "Its version.")
            .add("device", StringType, true, "Where it ran: `cpu`, `gpu:N`, or `stand-in:N` in tests.")
            .add("executor", StringType, false, "Host and executor id.")
            .add("host_kind", StringType, false, "Its processor, or the device that read the page.")
            .add("attempts", IntegerType, false, "How often the page was tried in the run that landed it.")
            .add(
                    "render_ms",
                    IntegerType,
                    false,
                    "Milliseconds of a core to draw the page and to cut its figures out, or to read its text layer.")
            .add(
                    "infer_ms",
                    IntegerType,
                    false,
                    "Milliseconds of the device: while it reads n pages at once, each counts an n-th. Of a core where the model runs on the CPU.")
            .add(
                    "engine_ms",
                    IntegerType,
                    false,
                    "Milliseconds from handing the page to the engine to its text, waiting included.")
            .add("predicted_ms", FloatType, true, "What the plan expected of `render_ms + infer_ms`.")
            .add("tokens", IntegerType, true, "Generated by a generative model; 0 for others.")
            .add(
                    "finish_reason",
                    StringType,
                    true,
                    "Why a generative model stopped: `STOP` at the page's end, `LENGTH` or `REPETITION` before it; null for"
                            + " others.")
            .add("tries", IntegerType, true, "How often a generative model began the page; 1 for others.")
            .add("confidence", FloatType, true, "0 to 1; null where the engine gives none.")
            .add("width", FloatType, true, "Of the page as displayed, in points.")
            .add("height", FloatType, true, "Of the page as displayed, in points.")
            .add("characters", IntegerType, true, "In the text layer, visible or not.")
            .add("images", IntegerType, true, "Drawn on the page.")
            .add("image_share", FloatType, true, "Of the page's area that images cover, 0 to 1.")
            .add("file_bytes", LongType, true, "Of the file, divided by its pages.")
            .add("ink", FloatType, true, "Share of the page that holds ink, 0 to 1; null where it was not drawn.")
            .add(
                    "warnings",
                    createArrayType(StringType, true),
                    true,
                    "What went wrong while the page was drawn, though it was read.")
            .add(
                    "attempt_errors",
                    createArrayType(StringType, true),
                    true,
                    "Error classes of the tries that failed, in order; `UNFINISHED` where a model did not come to an end.")
            .add("markdown", StringType, true, "The page as Markdown, in reading order.")
            .add("text", StringType, true, "The same without markup.")
            .add(
                    "blocks",
                    createArrayType(BLOCK, true),
                    true,
                    "Lines, headings, tables in reading order; boxes in points from the top left.")
            .add("tables", createArrayType(TABLE, true), true, "Tables as cells; rows and columns from 0.")
            .add(
                    "figures",
                    createArrayType(FIGURE, true),
                    true,
                    "Figures as PNG files, as many pixels as the drawn page has there; `block` counts `blocks` from 0. Null where"
                            + " `spark.quire.figures` did not ask for them or no model read the page.");

    @Override
    public Row call(PageResult result) {
        if (result instanceof PageResult.Recognized page) {
            return row(result, "OK", trust(page), null, page.look(), page.text(), page.figures());
        }
        if (result instanceof PageResult.Blank page) {
            return row(result, "BLANK", null, null, page.look(), PageText.EMPTY, null);
        }
        PageResult.Failed page = (PageResult.Failed) result;
        return row(result, "FAILED", null, page.failure(), null, null, null);
    }

    private static @Nullable TextTrust trust(PageResult.Recognized page) {
        PageFacts facts = page.origin().facts();
        return facts == null ? null : facts.trust();
    }

    private Row row(
            PageResult result,
            String status,
            @Nullable TextTrust trust,
            @Nullable Failure failure,
            @Nullable Look look,
            @Nullable PageText text,
            @Nullable List<Figure> figures) {
        PageFacts facts = result.origin().facts();
        PageResult.Model model = result.effort().model();
        return RowFactory.create(
                result.origin().documentId(),
                result.origin().page(),
                status,
                trust == null ? null : trust.trusted() ? "TEXT_LAYER" : "OCR",
                trust == null ? null : trust.name(),
                failure == null ? null : failure.errorClass().name(),
                failure == null ? null : failure.message(),
                runId,
                wave,
                result.origin().contentKey(),
                result.origin().fragmentId(),
                model == null ? engine : model.id(),
                model == null ? engineVersion : model.version(),
                result.effort().device().isEmpty() ? null : result.effort().device(),
                result.effort().executor().id(),
                result.effort().executor().hostKind(),
                result.effort().attempts(),
                result.effort().renderMillis(),
                result.effort().inferMillis(),
                result.effort().engineMillis(),
                facts == null ? null : predictedMillis(facts),
                text == null ? null : text.tokens(),
                text == null || text.finish() == null ? null : text.finish().name(),
                text == null ? null : text.tries(),
                text == null ? null : orNull(text.confidence()),
                look == null ? null : look.width(),
                look == null ? null : look.height(),
                facts == null ? null : facts.characters(),
                facts == null ? null : facts.images(),
                facts == null ? null : facts.imageShare(),
                facts == null ? null : facts.fileBytes(),
                look == null ? null : orNull(look.ink()),
                look == null ? null : look.warnings().toArray(String[]::new),
                result.effort().failures().stream().map(Enum::name).toArray(String[]::new),
                text == null ? null : text.markdown(),
                text == null ? null : text.text(),
                text == null
                        ? null
                        : text.blocks().stream().map(PageRows::block).toArray(Row[]::new),
                text == null
                        ? null
                        : text.tables().stream().map(PageRows::table).toArray(Row[]::new),
                figures == null ? null : figures.stream().map(PageRows::figure).toArray(Row[]::new));
    }

    private float predictedMillis(PageFacts page) {
        PageCost cost = costs.price(page);
        return (float) (cost.renderMillis() + cost.inferMillis());
    }

    private static Row block(Block block) {
        return RowFactory.create(block.type().name(), box(block.box()), block.text(), orNull(block.confidence()));
    }

    private static Row table(Table table) {
        List<Row> cells = table.cells().stream()
                .map(cell ->
                        RowFactory.create(cell.row(), cell.column(), cell.rowSpan(), cell.columnSpan(), cell.text()))
                .toList();
        return RowFactory.create(box(table.box()), table.rows(), table.columns(), cells.toArray(Row[]::new));
    }

    private static Row figure(Figure figure) {
        return RowFactory.create(figure.block(), figure.width(), figure.height(), figure.png());
    }

    private static Row box(Box box) {
        return RowFactory.create(box.left(), box.top(), box.right(), box.bottom());
    }

    private static @Nullable Float orNull(float value) {
        return Float.isNaN(value) ? null : value;
    }
}
