package dev.quire.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.quire.merge.DocumentType;
import dev.quire.merge.Issue;
import dev.quire.merge.MergePages;
import dev.quire.merge.MergedDocument;
import dev.quire.merge.Strategy;
import java.sql.Timestamp;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    static final StructType TABLE = new StructType()
            .add("page", IntegerType, true)
            .add("rows", IntegerType, true)
            .add("columns", IntegerType, true);

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
            .add(
                    "document_type",
                    StringType,
                    true,
                    "What it is made of, by its text: " + names(DocumentType.values()) + "; null where it has none.")
            .add(
                    "merge_strategy",
                    StringType,
                    true,
                    "The rules that put its pages together: " + names(Strategy.values()) + ".")
            .add("merge_version", StringType, true, "Of these rules: where it changes, pages are merged again.")
            .add(
                    "page_separator",
                    StringType,
                    true,
                    "Stands in `markdown` where a page begins, `{page}` for its number; likewise.")
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
                    "What is odd about the document, what was changed in it, and whether that repaired it. `severity`: "
                            + names(Issue.Severity.values()) + "; `type`: " + names(Issue.Type.values()) + ".")
            .add(
                    "tables",
                    createArrayType(TABLE, true),
                    true,
                    "The tables in its text, parts on several pages joined: the page where each begins, its size.")
            .add("markdown", StringType, false, "All pages in order; gaps are marked.");

    @Override
    public Row call(Row input) {
        MergedDocument merged = merge.merge(PageContents.of(input.getList(input.fieldIndex("contents"))));
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
                merged.type() == null ? null : merged.type().name(),
                merged.strategy().name(),
                merge.version(),
                merge.separator(),
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
                Stream.concat(damages(input), merged.issues().stream())
                        .map(issue -> RowFactory.create(
                                issue.type().name(),
                                issue.severity().name(),
                                issue.page(),
                                issue.detail(),
                                issue.repaired()))
                        .toArray(Row[]::new),
                merged.tables().stream()
                        .map(table -> RowFactory.create(table.page(), table.rows(), table.columns()))
                        .toArray(Row[]::new),
                merged.markdown());
    }

    private static Stream<Issue> damages(Row input) {
        return input.<String>getList(input.fieldIndex("warnings")).stream()
                .map(warning -> new Issue(Issue.Type.STRUCTURE, Issue.Severity.WARNING, null, warning, true));
    }

    private static String names(Enum<?>[] values) {
        return Stream.of(values).map(value -> "`" + value.name() + "`").collect(Collectors.joining(", "));
    }

    private static int number(Row row, String column) {
        return ((Number) row.getAs(column)).intValue();
    }
}
