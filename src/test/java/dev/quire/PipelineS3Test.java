package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.testing.CountingProxy.Count;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import dev.quire.testing.LocalSpark;
import dev.quire.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on files in a real S3 server that refuses, throttles, and counts. */
@ExtendWith(LocalSpark.class)
class PipelineS3Test {

    private static S3Server s3;

    private final TestJob job;
    private String bucket;

    PipelineS3Test(SparkSession spark, @TempDir Path output) {
        this.job = new TestJob(spark, output.resolve("out").toString());
    }

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.start();
        LocalSpark.use(s3.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @BeforeEach
    void createBucket() throws IOException, InterruptedException {
        bucket = s3.newBucket();
        // Hadoop's own retries end early, so that ours are what is tested
        LocalSpark.use(Map.of(
                "fs.s3a.bucket." + bucket + ".attempts.maximum", "1",
                "fs.s3a.bucket." + bucket + ".retry.limit", "1",
                "fs.s3a.bucket." + bucket + ".retry.interval", "10ms",
                "fs.s3a.bucket." + bucket + ".retry.throttle.limit", "1",
                "fs.s3a.bucket." + bucket + ".retry.throttle.interval", "10ms"));
    }

    @Test
    void oneFileThatTheStoreRefusesCostsNoOther() throws Exception {
        upload("invoice", "open.pdf");
        upload("invoice", "no-head.pdf");
        upload("invoice", "no-read.pdf");
        s3.proxy().fail(Integer.MAX_VALUE, new Fault.Status(403), request(Kind.HEAD, "no-head.pdf"));
        s3.proxy().fail(Integer.MAX_VALUE, new Fault.Status(403), request(Kind.GET, "no-read.pdf"));

        RunReport report = run();

        assertThat(report.balances()).isTrue();
        assertThat(report.documents()).isEqualTo(new RunReport.Documents(2, 0, 1));
        assertThat(report.pages().errors()).isEqualTo(Map.of("ACCESS_DENIED", 1L));
    }

    @Test
    void aStoreThatIsOverloadedForAWhileCostsAttemptsAndNoPage() throws Exception {
        upload("contract", "a.pdf");
        // The scan's request and the first of the reading pass, then more failures than Hadoop survives
        Predicate<Exchange> reads = request(Kind.GET, "a.pdf");
        s3.proxy().fail(1, new Fault.Stall(java.time.Duration.ZERO), reads);
        s3.proxy().fail(8, new Fault.Status(503), reads);

        RunReport report = run();

        assertThat(report.balances()).isTrue();
        assertThat(report.pages().ok()).isEqualTo(3);
        assertThat(job.rows("SELECT max(attempts) FROM pages").get(0).getInt(0)).isGreaterThan(1);
    }

    @Test
    void aStoreThatStaysAwayEndsInQuarantineAndTheNextRunReadsTheFile() throws Exception {
        upload("invoice", "a.pdf");
        upload("scan", "b.pdf");
        s3.proxy().fail(1_000, new Fault.Status(503), request(Kind.GET, "a.pdf"));

        assertThat(run().pages().errors()).isEqualTo(Map.of("NETWORK", 1L));

        s3.proxy().heal();
        RunReport second = run();
        assertThat(second.listing().skipped()).isEqualTo(1);
        assertThat(second.pages().ok()).isEqualTo(1);
        assertThat(job.rows("SELECT DISTINCT status FROM documents"))
                .extracting(Row::toString)
                .containsExactly("[COMPLETE]");
    }

    @Test
    void aDocumentIsFetchedOnceForEachStep() throws Exception {
        upload("contract", "a.pdf");
        long size = Files.size(Path.of("docs/samples/contract.pdf"));
        s3.proxy().reset();

        run();

        Map<Kind, Count> counts = s3.proxy().counts("/" + bucket + "/in/a.pdf");
        assertThat(counts).containsOnlyKeys(Kind.HEAD, Kind.GET);
        assertThat(counts).containsEntry(Kind.HEAD, new Count(1, 0));
        // Scan and read; three fragments of one page each may go to different tasks
        Count reads = counts.getOrDefault(Kind.GET, new Count(0, 0));
        assertThat(reads.requests()).isBetween(2, 4);
        assertThat(reads.bytes()).isLessThanOrEqualTo(4 * size);
    }

    private RunReport run() throws IOException {
        return job.run(
                        Map.of("spark.quire.retry.network.delay", "20ms", "spark.quire.retry.network.attempts", "7"),
                        "s3a://" + bucket + "/in")
                .orElseThrow();
    }

    private void upload(String sample, String key) throws IOException, InterruptedException {
        s3.put(bucket, "in/" + key, Files.readAllBytes(Path.of("docs/samples", sample + ".pdf")));
    }

    private Predicate<Exchange> request(Kind kind, String key) {
        return exchange -> exchange.kind() == kind && exchange.path().equals("/" + bucket + "/in/" + key);
    }
}
