package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.LocalSpark;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class LocationsTest {

    private final SparkSession spark;

    LocationsTest(SparkSession spark) {
        this.spark = spark;
    }

    @Test
    void aRelativePathBeginsInTheWorkingFolder() {
        assertThat(Locations.absolute("out/tables", spark))
                .isEqualTo(Path.of("out/tables").toAbsolutePath().toString());
    }

    @Test
    void whatIsNotRelativeStaysAsItIs() {
        assertThat(Locations.absolute("s3a://bucket/tables", spark)).isEqualTo("s3a://bucket/tables");
        assertThat(Locations.absolute("file:///data/out", spark)).isEqualTo("file:///data/out");
        assertThat(Locations.absolute("/data/out", spark)).isEqualTo("/data/out");
        assertThat(Locations.absolute("", spark)).isEmpty();
    }
}
