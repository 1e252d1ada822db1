package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
import dev.quire.testing.AnImage;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is urgent is read first, also when it comes late: whole runs under Spark's fair scheduler. */
@ExtendWith(LocalSpark.class)
class LanesTest {

    private static final Path INVOICE = Path.of("docs/samples/invoice.pdf");

    /** More pages than the stages that an urgent document goes through. */
    private static final int BACKLOG = 80;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final SparkSession spark;
    private final Path folder;
    private final Path input;
    private final Path output;

    LanesTest(SparkSession spark, @TempDir Path folder) throws IOException {
        this.spark = spark;
        this.folder = folder;
        this.input = Files.createDirectory(folder.resolve("in"));
        this.output = folder.resolve("out");
    }

    @Test
    void urgentDocumentsAreReadFirstAndLowOnesLast() throws Exception {
        for (String name : List.of("low/a.pdf", "low/b.pdf", "urgent/a.pdf", "c.pdf", "d.pdf")) {
            Files.createDirectories(input.resolve(name).getParent());
            Files.copy(INVOICE, input.resolve(name));
        }
        Path manifest = Files.write(
                folder.resolve("manifest.csv"),
                List.of(
                        "path,priority",
                        input + "/low/b.pdf,urgent",
                        "file://" + input + "/d.pdf,low",
                        "/nowhere/e.pdf,urgent"));
        Map<String, String> pools = new ConcurrentHashMap<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                String description = job.properties().getProperty("spark.job.description", "");
                pools.put(
                        description.replaceFirst(".*: ", ""),
                        job.properties().getProperty("spark.scheduler.pool", "none"));
            }
        };
        TestJob job = new TestJob(spark, output.toString());

        spark.sparkContext().addSparkListener(listener);
        RunReport report = job.run(
                        Map.of(
                                "spark.quire.priority.urgent", "*/urgent/*",
                                "spark.quire.priority.low", "*/low/*",
                                "spark.quire.source.manifest", manifest.toString(),
                                "spark.quire.plan.wave-pages", "1",
                                "spark.quire.plan.wave-time", "1ms"),
                        input.toString())
                .orElseThrow();
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().removeSparkListener(listener);

        assertThat(report.balances()).isTrue();
        assertThat(job.rows(
                        "SELECT priority, sort_array(collect_list(wave)) FROM pages JOIN documents USING (document_id)"
                                + " GROUP BY priority ORDER BY min(wave)"))
                .hasToString("[[URGENT,ArraySeq(0, 1)], [NORMAL,ArraySeq(2)], [LOW,ArraySeq(3, 4)]]");
        assertThat(pools)
                .containsEntry("read wave 0 (1 pages)", "urgent")
                .containsEntry("read wave 1 (1 pages)", "urgent")
                .containsEntry("read wave 2 (1 pages)", "backlog")
                .containsEntry("read wave 4 (1 pages)", "backlog");
        assertThat(report.listing().unlisted()).isEqualTo(new RunReport.Unlisted(1, List.of("file:/nowhere/e.pdf")));
        assertThat(Summary.of(report, "out"))
                .contains("1 of its paths are not under the inputs, such as file:/nowhere/e.pdf");
        assertThat(job.rows("SELECT manifest_unlisted, manifest_unlisted_first[0] FROM runs"))
                .hasToString("[[1,file:/nowhere/e.pdf]]");
    }

    /**
     * Every slot is busy with the backlog, and a page of it is done only when a stage of the urgent file waits for its
     * slot: first come, first served would give the slot to the next page of the backlog, for ever.
     */
    @Test
    void anUrgentFileThatComesLateLandsBeforeTheBacklogInTheSameRun() throws Exception {
        byte[] scan = AnImage.written(AnImage.marked(64, 64), "png");
        for (int page = 0; page < BACKLOG; page++) {
            Files.write(input.resolve("scan-%03d.png".formatted(page)), scan);
        }
        Files.createDirectory(input.resolve("urgent"));
        Path late = Files.copy(INVOICE, folder.resolve("late.pdf"));
        Path landed = output.resolve("documents/_delta_log/00000000000000000001.json");
        AtomicInteger readBefore = new AtomicInteger();
        Semaphore turns = new Semaphore(0);
        SparkListener listener = new SparkListener() {
            @Override
            public void onStageSubmitted(SparkListenerStageSubmitted stage) {
                if ("urgent".equals(stage.properties().getProperty("spark.scheduler.pool"))) {
                    turns.release();
                }
            }
        };
        long deadline = System.nanoTime() + LIMIT.toNanos();
        HookedEngines engine = HookedEngines.calling(() -> {
            arrive(late, input.resolve("urgent/late.pdf"));
            if (waitedFor(turns, landed, deadline)) {
                readBefore.incrementAndGet();
            }
        });
        TestJob job = new TestJob(spark, output.toString(), engine);

        spark.sparkContext().addSparkListener(listener);
        RunReport report = job.run(
                        Map.of(
                                "spark.quire.priority.urgent",
                                "*/urgent/*",
                                "spark.quire.priority.watch",
                                "50ms",
                                "spark.quire.plan.longest-task",
                                "1ms",
                                "spark.quire.plan.shortest-task",
                                "1ms"),
                        input.toString())
                .orElseThrow();
        spark.sparkContext().removeSparkListener(listener);

        assertThat(readBefore).hasValueBetween(1, BACKLOG - 1);
        assertThat(report.balances()).isTrue();
        assertThat(report.pagesIn()).isEqualTo(BACKLOG + 1);
        assertThat(report.pages().failed()).isZero();
        assertThat(report.listing().late()).isEqualTo(1);
        assertThat(Summary.of(report, "out")).contains("1 urgent documents came while the run went on");
        assertThat(
                        job.rows(
                                "SELECT priority, wave, count(*) FROM pages JOIN documents USING (document_id) GROUP BY ALL ORDER BY wave"))
                .hasToString("[[NORMAL,0,%d], [URGENT,1,1]]".formatted(BACKLOG));
        assertThat(job.rows("SELECT balanced, pages_in, documents_late FROM runs"))
                .hasToString("[[true,%d,1]]".formatted(BACKLOG + 1));
    }

    private static synchronized void arrive(Path from, Path to) {
        try {
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is this page's turn before the file exists. */
    private static boolean waitedFor(Semaphore turns, Path file, long deadline) {
        try {
            while (!Files.exists(file)) {
                if (turns.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The urgent file does not land");
                }
            }
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
