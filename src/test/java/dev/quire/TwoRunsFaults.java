package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.table.ConditionalLogStore;
import dev.quire.testing.ChildJvm;
import dev.quire.testing.DriverRace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers on one output. */
class TwoRunsFaults {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int ROUNDS = 12;

    @Test
    void ofTwoRunsAtOnceOneReadsAndTheOtherSaysWhyItDoesNot() throws Exception {
        try (Night night = Night.of(FaultBench.shared(), "two runs begin at once")) {
            night.strike();
            try (ChildJvm a = night.submit(Map.of("spark.cores.max", "1"), Map.of());
                    ChildJvm b = night.submit(Map.of("spark.cores.max", "1"), Map.of())) {
                int codeOfA = a.waitFor(LIMIT);
                int codeOfB = b.waitFor(LIMIT);
                String both = a.output() + b.output();
                assertThat(new int[] {codeOfA, codeOfB}).as(both).containsExactlyInAnyOrder(0, ExitCode.HELD.code());
                assertThat(both).contains("is writing here. Nothing was read. Start again when it has ended.");
            }
            night.finish();
        }
    }

    @Test
    void aDriverThatStandsStillAndComesBackCommitsNothingMore() throws Exception {
        try (Night night = Night.of(FaultBench.shared(), "driver stopped, output taken over, driver goes on")) {
            CountDownLatch stopped = new CountDownLatch(1);
            CompletableFuture<ChildJvm> driver = new CompletableFuture<>();
            night.at(ClusterFaults.whilePagesAreRead(night), () -> {
                signal(driver.join(), "STOP");
                stopped.countDown();
            });
            driver.complete(night.submit(Map.of(), Map.of()));
            assertThat(stopped.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(night.run().orElseThrow().balances()).isTrue();
            signal(driver.join(), "CONT");

            assertThat(driver.join().waitFor(LIMIT)).isEqualTo(ExitCode.BROKEN.code());
            assertThat(driver.join().output()).contains("another run has taken the output");
            night.finish();
        }
    }

    @Test
    void inALongRaceTheLogStoreOfQuireLosesNoCommit(@TempDir Path folder) throws Exception {
        FaultBench bench = FaultBench.shared();
        bench.s3().proxy().heal();
        DriverRace race = new DriverRace(bench.spark(), bench.s3(), folder);

        DriverRace.Result quire = race.run(ConditionalLogStore.class.getName(), ROUNDS);
        DriverRace.Result delta = race.run("io.delta.storage.S3SingleDriverLogStore", ROUNDS);

        System.out.println("Quire's log store: " + quire);
        System.out.println("Delta's log store: " + delta);
        assertThat(quire.lost()).isZero();
    }

    private static void signal(ChildJvm driver, String name) {
        try {
            driver.signal(name);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
