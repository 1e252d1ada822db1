package dev.quire.table;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.when;

import dev.quire.merge.MergePages;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import dev.quire.table.Tables.Reprocess;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What of a listing is not done yet, and which of its pages have landed. */
record Remaining(DocumentTable documents, PageTable pages, Reprocess reprocess) {

    JavaRDD<DocumentRef> of(Dataset<Row> listing, MergePages merge) {
        Dataset<Row> open = listing.join(done(merge), Columns.shared("document_id", "content_key"), "left_anti");
        return open.join(landed(open), Columns.shared("document_id"), "left_outer")
                .select(
                        col("document_id"),
                        col("path"),
                        col("length"),
                        col("modified"),
                        col("content_key"),
                        coalesce(col("landed"), array().cast("array<int>")),
                        coalesce(col("known"), lit(false)),
                        col("priority"))
                .javaRDD()
                .map(new ToDocumentRef());
    }

    private Dataset<Row> done(MergePages merge) {
        return documents
                .files()
                .read()
                .where(finished()
                        .and(col("merge_version").equalTo(merge.version()))
                        .and(col("page_separator").equalTo(merge.separator())))
                .select(col("document_id"), col("content_key"));
    }

    private Dataset<Row> landed(Dataset<Row> open) {
        return pages.files()
                .read()
                .select(
                        col("document_id"),
                        col("content_key").as("landed_key"),
                        col("page"),
                        col("status"),
                        col("error_class"))
                .join(open.select("document_id", "content_key"), "document_id")
                .groupBy("document_id")
                .agg(
                        sort_array(collect_set(when(isKept(), col("page")))).as("landed"),
                        lit(true).as("known"));
    }

    private Column finished() {
        return switch (reprocess) {
            case NONE -> col("pages_retryable").equalTo(0);
            case FAILED -> col("pages_failed").equalTo(0);
            case ALL -> lit(false);
        };
    }

    /** Whether a landed row is kept: read under the same key, or failed for good. */
    private Column isKept() {
        Column same =
                col("landed_key").equalTo(col("content_key")).and(col("page").gt(0));
        Column read = col("status").notEqual("FAILED");
        return switch (reprocess) {
            case NONE -> same.and(read.or(not(col("error_class").isin(DocumentTable.passingClasses()))));
            case FAILED -> same.and(read);
            case ALL -> lit(false);
        };
    }

    private record ToDocumentRef() implements Function<Row, DocumentRef> {

        @Override
        public DocumentRef call(Row row) {
            return new DocumentRef(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getTimestamp(3).getTime(),
                    row.getString(4),
                    row.getList(5),
                    row.getBoolean(6),
                    Priority.valueOf(row.getString(7)));
        }
    }
}
