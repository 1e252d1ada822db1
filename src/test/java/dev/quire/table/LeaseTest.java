package dev.quire.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {

    private static final Duration EXPIRY = Duration.ofSeconds(2);

    private final Path output;
    private final List<String> told = new ArrayList<>();

    LeaseTest(@TempDir Path output) {
        this.output = output;
    }

    @Test
    void asLongAsARunLivesAnotherIsRefused() throws Exception {
        try (Lease first = take("first").keep(() -> {})) {
            Thread.sleep(2 * EXPIRY.toMillis());

            assertThatThrownBy(() -> take("second"))
                    .isInstanceOf(Lease.HeldException.class)
                    .hasMessageContainingAll("--output " + output, "run first on", "Start again when it has ended");
            first.check();
        }
    }

    @Test
    void aRunThatEndedBlocksNobody() throws Exception {
        take("first").close();

        Lease second = take("second");

        assertThat(second.dead()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aRunThatDiedIsSucceededAfterItsTimeAndNamed() throws Exception {
        take("first");
        long start = System.nanoTime();

        Lease second = take("second");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(EXPIRY);
        assertThat(second.dead()).containsExactly("first");
        assertThat(told)
                .anySatisfy(line -> assertThat(line).contains("run first on", "holds it", "2 s"))
                .anySatisfy(line -> assertThat(line).contains("no sign of life of run first"));
    }

    @Test
    void aRunThatWasThoughtDeadNoticesAndMayNotWrite() throws Exception {
        Lease first = take("first");
        Lease second = take("second");
        second.settle();
        CountDownLatch lost = new CountDownLatch(1);

        first.keep(lost::countDown);

        assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(first::check)
                .isInstanceOf(Lease.LostException.class)
                .hasMessageContaining("another run has taken the output");
        first.close();
        second.check();
    }

    @Test
    void aRunThatWasThoughtDeadNoticesEvenWhenItsSuccessorHasEnded() throws Exception {
        Lease first = take("first");
        Lease second = take("second");
        second.settle();
        second.close();

        assertThatThrownBy(first::check).isInstanceOf(Lease.LostException.class);
    }

    @Test
    void clocksThatAreWrongChangeNothing() throws Exception {
        take("first");
        try (Stream<Path> leases = Files.list(output.resolve("_lease"))) {
            for (Path lease : leases.toList()) {
                Files.setLastModifiedTime(lease, FileTime.from(Instant.now().plus(Duration.ofDays(300))));
            }
        }

        Lease second = take("second").keep(() -> {});

        assertThat(second.dead()).containsExactly("first");
        assertThatThrownBy(() -> take("third")).isInstanceOf(Lease.HeldException.class);
        second.close();
    }

    @Test
    void ofManyThatBeginAtOnceOneGetsTheOutput() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String run = "run-" + i;
                runs.add(threads.submit(() -> {
                    start.await();
                    try {
                        take(run).keep(() -> {});
                        return true;
                    } catch (Lease.HeldException e) {
                        return false;
                    }
                }));
            }
            start.countDown();
            int holders = 0;
            for (Future<Boolean> run : runs) {
                holders += run.get() ? 1 : 0;
            }
            assertThat(holders).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private Lease take(String run) throws IOException, InterruptedException {
        return Lease.take(output.toString(), run, EXPIRY, new Configuration(), new SparkConf(false), told::add);
    }
}
