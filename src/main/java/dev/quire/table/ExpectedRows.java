package dev.quire.table;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.quire.config.SplitStrategy;
import dev.quire.plan.ScannedDocument;
import java.sql.Timestamp;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Spark function: what the tables have to hold of a scanned document when the run is done. */
record ExpectedRows(SplitStrategy asked) implements Function<ScannedDocument, Row> {

    static final StructType SCHEMA = new StructType()
            .add("document_id", StringType, false)
            .add("path", StringType, false)
            .add("length", LongType, false)
            .add("modification_time", TimestampType, false)
            .add("content_key", StringType, false)
            .add("known", BooleanType, false)
            .add("priority", StringType, false)
            .add("format", StringType, false)
            .add("split_strategy", StringType, true)
            .add("pages_expected", IntegerType, false)
            .add("warnings", createArrayType(StringType, false), false)
            .add("error_class", StringType, true)
            .add("error_message", StringType, true);

    @Override
    public Row call(ScannedDocument scanned) {
        return RowFactory.create(
                scanned.document().documentId(),
                scanned.document().path(),
                scanned.document().length(),
                new Timestamp(scanned.document().modified()),
                scanned.document().contentKey(),
                scanned.document().known(),
                scanned.document().priority().name(),
                scanned.format(),
                scanned.failure() == null ? scanned.strategy(asked).name() : null,
                scanned.expectedRows(),
                scanned.warnings().toArray(String[]::new),
                scanned.failure() == null
                        ? null
                        : scanned.failure().errorClass().name(),
                scanned.failure() == null ? null : scanned.failure().message());
    }
}
