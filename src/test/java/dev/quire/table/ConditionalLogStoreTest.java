package dev.quire.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import dev.quire.testing.S3Server;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits and leases on a real S3 server, and on servers that do not know conditional writes. */
class ConditionalLogStoreTest {

    private static S3Server s3;

    private final Configuration hadoop = new Configuration();
    private String bucket;
    private Path commit;

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @BeforeEach
    void createBucket() throws Exception {
        s3.settings().forEach(hadoop::set);
        hadoop.set("fs.s3a.retry.interval", "10ms");
        hadoop.set("fs.s3a.retry.throttle.interval", "10ms");
        bucket = "s3a://" + s3.newBucket();
        commit = new Path(bucket, "t/_delta_log/00000000000000000001.json");
    }

    @AfterEach
    void heal() {
        s3.proxy().heal();
    }

    @Test
    void ofManyWritersOfOneCommitOneSucceedsAndTheOthersHearOfIt() throws Exception {
        s3.proxy().fail(8, new Fault.Stall(Duration.ofMillis(200)), ConditionalLogStoreTest::isPut);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String line = "writer " + i;
            writers.add(threads.submit(() -> {
                start.await();
                try {
                    write(line);
                    return true;
                } catch (FileAlreadyExistsException e) {
                    return false;
                }
            }));
        }
        start.countDown();
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            if (writers.get(i).get()) {
                winners.add("writer " + i);
            }
        }
        threads.shutdown();

        assertThat(winners).hasSize(1).isEqualTo(lines());
    }

    @Test
    void aCommitWhoseAnswerIsLostIsNotTakenForAnotherDrivers() throws Exception {
        s3.proxy().fail(1, new Fault.LostAnswer(), ConditionalLogStoreTest::isPut);

        write("mine");

        assertThat(lines()).containsExactly("mine");
    }

    @Test
    void aConflictThatS3ReportsIsTriedAgain() throws Exception {
        s3.proxy().fail(1, new Fault.Refusal(409, "ConditionalRequestConflict"), ConditionalLogStoreTest::isPut);

        write("mine");

        assertThat(lines()).containsExactly("mine");
    }

    @Test
    void aCheckpointMayBeWrittenAnew() throws Exception {
        ConditionalLogStore store = new ConditionalLogStore(hadoop);
        store.write(commit, List.of("old").iterator(), true, hadoop);
        store.write(commit, List.of("new").iterator(), true, hadoop);

        assertThat(lines()).containsExactly("new");
    }

    @Test
    void aServerThatIgnoresConditionsIsRefused() {
        s3.proxy().fail(Integer.MAX_VALUE, new Fault.Unconditional(), ConditionalLogStoreTest::isPut);

        assertThatThrownBy(() -> lease(ConditionalLogStore.class.getName()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("does not keep conditional writes", "If-None-Match", ConditionalLogStore.KEY);
    }

    @Test
    void aServerThatRefusesConditionsIsRefused() {
        s3.proxy().fail(Integer.MAX_VALUE, new Fault.Refusal(501, "NotImplemented"), ConditionalLogStoreTest::isPut);

        assertThatThrownBy(() -> lease(ConditionalLogStore.class.getName()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not keep conditional writes");
    }

    @Test
    void whoeverChoosesDeltasOwnStoreIsWarnedAndNeedsNoConditions() throws Exception {
        String single = "io.delta.storage.S3SingleDriverLogStore";
        s3.proxy().fail(Integer.MAX_VALUE, new Fault.Unconditional(), ConditionalLogStoreTest::isPut);

        lease(single).close();

        assertThat(ConditionalLogStore.mayLose(bucket, conf(single))).isTrue();
        assertThat(ConditionalLogStore.mayLose("/tables", conf(single))).isFalse();
        assertThat(ConditionalLogStore.mayLose(bucket, conf(ConditionalLogStore.class.getName())))
                .isFalse();
    }

    private static boolean isPut(Exchange exchange) {
        return exchange.kind() == Kind.PUT;
    }

    private Lease lease(String store) throws IOException, InterruptedException {
        return Lease.take(bucket + "/out", "a run", Duration.ofSeconds(2), hadoop, conf(store), line -> {});
    }

    private static SparkConf conf(String store) {
        return new SparkConf(false).set(ConditionalLogStore.KEY, store);
    }

    private void write(String line) throws IOException {
        new ConditionalLogStore(hadoop).write(commit, List.of(line).iterator(), false, hadoop);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (var read = new ConditionalLogStore(hadoop).read(commit, hadoop)) {
            read.forEachRemaining(lines::add);
        }
        return lines;
    }
}
