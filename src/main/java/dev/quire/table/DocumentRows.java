package dev.quire.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.quire.merge.MergePages;
import dev.quire.merge.PageContent;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Spark function: a document with its landed pages as a row of {@code documents}. */
record DocumentRows(MergePages merge, String runId, Timestamp finished) implements MapFunction<Row, Row> {

    static final StructType ISSUE = new StructType()
            .add("type", StringType, true)
            .add("severity", StringType, true)
            .add("page", IntegerType, true)
            .add("detail", StringType, true)
            .add("repaired", BooleanType, true);

    static final Columns COLUMNS = new Columns("documents", "One row for each document.")
            .add("document_id", StringType, false, "Hash of the path; joins `pages`.")
            .add("path", StringType, false, "Where the file lies.")
            .add(
                    "status",
                    StringType,
                    false,
                    "`COMPLETE` (every page OK or blank), `PARTIAL` or `FAILED` (no page read).")
            .add(
                    "format",
                    StringType,
                    false,
                    "`pdf`, `png`, `jpeg`, `tiff`, `bmp`, `gif` or `jpeg2000`, told by the content; empty where it was not recognised.")
            .add("length", LongType, false, "Bytes.")
            .add("modification_time", TimestampType, false, "Of the file, when it was listed.")
            .add(
                    "content_key",
                    StringType,
                    false,
                    "Changes with the file, the engine and the settings that change the output.")
            .add(
                    "split_strategy",
                    StringType,
                    true,
                    "How it was cut into the pages that travelled together: `PAGE`, `CHAPTER`, `DENSITY` or `FIXED`; null where it could not be opened.")
            .add("pages_expected", IntegerType, false, "Pages that the document has; 1 where it could not be opened.")
            .add("pages_ok", IntegerType, false, "Read.")
            .add("pages_blank", IntegerType, false, "Blank.")
            .add("pages_failed", IntegerType, false, "In quarantine: see `pages`.")
            .add("pages_retryable", IntegerType, false, "Failed pages that the next run tries again.")
            .add("error_class", StringType, true, "Why the document could not be opened.")
            .add("error_message", StringType, true, "What is wrong, why, and what to do.")
            .add("priority", StringType, false, "`URGENT`, `NORMAL` or `LOW`, when it was read.")
            .add(
                    "engine",
                    StringType,
                    false,
                    "The model that read it; two where the alternative wrote some of its pages.")
            .add("engine_version", StringType, false, "Its version; theirs in the same order.")
            .add("run_id", StringType, false, "The run that finished it; joins `runs`.")
            .add("finished_at", TimestampType, false, "When.")
            .add(
                    "issues",
                    createArrayType(ISSUE, true),
                    false,
                    "What is odd about the document, and whether it was repaired.")
            .add("markdown", StringType, false, "All pages in order; gaps are marked.");

    @Override
    public Row call(Row input) {
        List<PageContent> pages = input.<Row>getList(input.fieldIndex("contents")).stream()
                .map(page -> new PageContent(
                        page.getInt(0),
                        page.isNullAt(1) ? "" : page.getString(1),
                        page.isNullAt(2) ? null : page.getString(2)))
                .toList();
        int expected = number(input, "pages_expected");
        int failed = number(input, "pages_failed");
        return RowFactory.create(
                input.getAs("document_id"),
                input.getAs("path"),
                failed == 0 ? "COMPLETE" : failed == expected ? "FAILED" : "PARTIAL",
                input.getAs("format"),
                input.getAs("length"),
                input.getAs("modification_time"),
                input.getAs("content_key"),
                input.getAs("split_strategy"),
                expected,
                number(input, "pages_ok"),
                number(input, "pages_blank"),
                failed,
                number(input, "pages_retryable"),
                input.getAs("error_class"),
                input.getAs("error_message"),
                input.getAs("priority"),
                input.getAs("engine"),
                input.getAs("engine_version"),
                runId,
                finished,
                input.<String>getList(input.fieldIndex("warnings")).stream()
                        .map(warning -> RowFactory.create("STRUCTURE", "WARNING", null, warning, true))
                        .toArray(Row[]::new),
                merge.merge(pages));
    }

    private static int number(Row row, String column) {
        return ((Number) row.getAs(column)).intValue();
    }
}
