package dev.quire.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.testing.LocalSpark;
import io.delta.exceptions.ConcurrentAppendException;
import io.delta.exceptions.MetadataChangedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two lanes, or two drivers, write the same table. */
@ExtendWith(LocalSpark.class)
class DeltaFilesTest {

    /** What another lane appends while a merge computes its rows: static, for it is called on an executor. */
    private static Runnable crossing = () -> {};

    private final SparkSession spark;
    private final DeltaFiles files;
    private boolean lost;
    private final AtomicInteger merges = new AtomicInteger();

    DeltaFilesTest(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.files = new DeltaFiles(
                spark,
                folder.resolve("t").toString(),
                new Columns("t", "Numbers.")
                        .add("id", DataTypes.IntegerType, true, "Key.")
                        .add("value", DataTypes.StringType, true, "Value."),
                () -> {
                    if (lost) {
                        throw new IllegalStateException("lost");
                    }
                });
        files.createIfAbsent();
        files.append(row(1, "old"), "first", 0);
    }

    @Test
    void aTableThatWasFirstLookedAtInTheMakingIsThereWhenItIsMade(@TempDir Path folder) throws IOException {
        Path log = Files.createDirectories(folder.resolve("t/_delta_log"));
        DeltaFiles made = new DeltaFiles(spark, folder.resolve("t").toString(), files.columns(), () -> {});
        assertThat(made.exists()).isFalse();

        String first = "_delta_log/00000000000000000000.json";
        Files.copy(Path.of(files.path(), first), log.resolveSibling(first));

        assertThat(made.exists()).isTrue();
    }

    @Test
    void aMergeThatAnAppendCrossesBeginsAgain() {
        crossedBy(1);

        files.merge(this::merge);

        assertThat(merges).hasValue(2);
        assertThat(files.read().orderBy("id").collectAsList()).hasToString("[[1,new], [7,appended]]");
    }

    @Test
    void aMergeThatIsCrossedAgainAndAgainGivesUp() {
        crossedBy(Integer.MAX_VALUE);

        assertThatThrownBy(() -> files.merge(this::merge)).isInstanceOf(ConcurrentAppendException.class);
        assertThat(merges).hasValue(6);
        assertThat(files.read().where("id = 1").collectAsList()).hasToString("[[1,old]]");
    }

    @Test
    void aTableOfAnEarlierVersionGetsTheColumnsThatItLacks() {
        DeltaFiles later = withColumns(new Columns("t", "Numbers.")
                .add("id", DataTypes.IntegerType, true, "Key.")
                .add("tags", DataTypes.createArrayType(DataTypes.StringType, false), false, "New and never null.")
                .add("value", DataTypes.StringType, true, "Value."));
        assertThat(later.read().select("id", "value", "tags").collectAsList()).hasToString("[[1,old,null]]");

        later.createIfAbsent();
        later.append(
                spark.createDataFrame(
                        List.of(RowFactory.create(2, new String[] {"a"}, "new")),
                        later.columns().schema()),
                "second",
                0);

        assertThat(later.read()
                        .where("value = 'old'")
                        .selectExpr("id", "tags IS NULL")
                        .collectAsList())
                .hasToString("[[1,true]]");
        assertThat(later.read().where("tags[0] = 'a'").select("id").collectAsList())
                .hasToString("[[2]]");
        assertThat(files.read().count()).as("An earlier version reads on").isEqualTo(2);
    }

    @Test
    void aColumnOfAnotherTypeIsRefusedBeforeAnythingIsWritten() {
        DeltaFiles other =
                withColumns(new Columns("t", "Numbers.").add("id", DataTypes.StringType, true, "No longer a number."));

        assertThatThrownBy(other::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("column id is integer (expected: string)");
    }

    private DeltaFiles withColumns(Columns columns) {
        return new DeltaFiles(spark, files.path(), columns, () -> {});
    }

    @Test
    void whatBeganBeforeAFenceIsNotCommitted() {
        crossing = () -> files.fence(7);

        assertThatThrownBy(() -> files.append(crossed(row(2, "late")), "second", 0))
                .isInstanceOf(MetadataChangedException.class);

        crossing = () -> {};
        files.append(crossed(row(3, "after")), "third", 0);
        assertThat(files.read().orderBy("id").collectAsList()).hasToString("[[1,old], [3,after]]");
    }

    @Test
    void aMergeThatAFenceCrossesDoesNotBeginAgainInARunThatLostItsOutput() {
        crossing = () -> {
            files.fence(7);
            lost = true;
        };

        assertThatThrownBy(() -> files.merge(this::merge)).hasMessage("lost");
        assertThat(merges).hasValue(1);
        assertThat(files.read().collectAsList()).hasToString("[[1,old]]");
    }

    private void crossedBy(int appends) {
        AtomicInteger done = new AtomicInteger();
        crossing = () -> {
            if (done.get() < appends && done.getAndIncrement() < merges.get()) {
                CompletableFuture.runAsync(() -> files.append(row(7, "appended"), "other", done.get()))
                        .join();
            }
        };
    }

    private void merge() {
        merges.incrementAndGet();
        files.table()
                .as("old")
                .merge(crossed(row(1, "new")).as("new"), "old.id = new.id")
                .whenMatched()
                .updateAll()
                .execute();
    }

    /** Calls what crosses while its rows are computed. */
    private static Dataset<Row> crossed(Dataset<Row> rows) {
        Column crossed = udf(new Crossed(), DataTypes.StringType).apply(col("value"));
        return rows.withColumn("value", crossed);
    }

    private Dataset<Row> row(int id, String value) {
        return spark.createDataFrame(
                        List.of(RowFactory.create(id, value)), files.columns().schema())
                .coalesce(1);
    }

    private record Crossed() implements UDF1<String, String> {

        @Override
        public String call(String value) {
            crossing.run();
            return value;
        }
    }
}
