package dev.quire.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table's name and meaning, and its columns with theirs: one source for the schema and for the documentation. */
final class Columns {

    private final String table;
    private final String meaning;
    private final Map<StructField, String> columns = new LinkedHashMap<>();

    Columns(String table, String meaning) {
        this.table = table;
        this.meaning = meaning;
    }

    Columns add(String name, DataType type, boolean nullable, String columnMeaning) {
        columns.put(new StructField(name, type, nullable, Metadata.empty()), columnMeaning);
        return this;
    }

    /** Names of columns that both sides of a join have. */
    static scala.collection.immutable.Seq<String> shared(String... names) {
        return scala.collection.immutable.ArraySeq.unsafeWrapArray(names);
    }

    String table() {
        return table;
    }

    StructType schema() {
        return new StructType(columns.keySet().toArray(StructField[]::new));
    }

    /**
     * Columns before the first list or map: Delta keeps statistics on these, by which rows are found. Long texts come
     * behind.
     */
    int indexed() {
        return (int) columns.keySet().stream()
                .takeWhile(field -> !(field.dataType() instanceof ArrayType || field.dataType() instanceof MapType))
                .count();
    }

    /** As the documentation shows it. */
    String markdown() {
        StringBuilder text = new StringBuilder(
                "## `%s`\n\n%s\n\n| column | type | meaning |\n|---|---|---|\n".formatted(table, meaning));
        columns.forEach((field, columnMeaning) -> text.append("| `%s` | `%s` | %s |\n"
                .formatted(field.name(), field.dataType().sql().toLowerCase(java.util.Locale.ROOT), columnMeaning)));
        return text.toString();
    }
}
