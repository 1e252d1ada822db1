package dev.quire;

import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a table's writer holds, and its readers after it, is bounded by bytes, however large rows are. */
@ExtendWith(LocalSpark.class)
class RowGroupsTest {

    private static final String KEY = "parquet.page.size.row.check.min";

    @Test
    void rowsOfManyFiguresAreWrittenBeforeThereAreAHundred(SparkSession spark, @TempDir Path folder) {
        spark.conf().set(KEY, Sessions.REQUIRED.get("spark.hadoop." + KEY));
        try {
            List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
            Dataset<Row> rows = spark.createDataFrame(
                    JavaSparkContext.fromSparkContext(spark.sparkContext())
                            .parallelize(numbers, 1)
                            .map(new LargeRows()),
                    new StructType().add("png", DataTypes.BinaryType));
            rows.write().parquet(folder.resolve("rows").toString());

            // A group is read as a whole, by whoever has its middle
            assertThat(spark.read()
                            .parquet(folder.resolve("rows").toString())
                            .select(spark_partition_id())
                            .distinct()
                            .count())
                    .isEqualTo(2);
        } finally {
            spark.conf().unset(KEY);
        }
    }

    /** 4 MB that nothing makes smaller. */
    private record LargeRows() implements Function<Integer, Row> {

        @Override
        public Row call(Integer number) {
            byte[] bytes = new byte[4 << 20];
            new Random(number).nextBytes(bytes);
            return RowFactory.create((Object) bytes);
        }
    }
}
