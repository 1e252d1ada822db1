package dev.quire.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import dev.quire.testing.DriverRace;
import dev.quire.testing.LocalSpark;
import dev.quire.testing.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers, each a JVM of its own, write one table on a real S3 server whose commits take a moment. */
@ExtendWith(LocalSpark.class)
class TwoDriversIT {

    private static final int ROUNDS = 4;

    @Test
    void theLogStoreOfQuireLosesNoCommitWhereThatOfDeltaDoes(SparkSession spark, @TempDir Path folder)
            throws Exception {
        try (S3Server s3 = S3Server.start()) {
            s3.proxy()
                    .fail(
                            Integer.MAX_VALUE,
                            new Fault.Stall(Duration.ofMillis(300)),
                            exchange -> exchange.kind() == Kind.PUT
                                    && exchange.path().endsWith(".json")
                                    && exchange.path().contains("_delta_log"));
            DriverRace race = new DriverRace(spark, s3, folder);

            DriverRace.Result quire = race.run(ConditionalLogStore.class.getName(), ROUNDS);
            DriverRace.Result delta = race.run("io.delta.storage.S3SingleDriverLogStore", ROUNDS);

            System.out.println("Quire's log store: " + quire);
            System.out.println("Delta's log store: " + delta);
            assertThat(quire.lost()).isZero();
            assertThat(quire.appended()).isEqualTo(2 * 3);
            // A race that Delta's store happened to survive proves nothing
            assumeThat(delta.lost()).isPositive();
        }
    }
}
