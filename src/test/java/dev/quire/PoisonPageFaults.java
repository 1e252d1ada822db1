package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.infer.EngineFactory;
import dev.quire.testing.AnImage;
import dev.quire.testing.ChildJvm;
import dev.quire.testing.FaultTable;
import dev.quire.testing.PoisonEngines;
import dev.quire.testing.StandaloneCluster;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import dev.quire.testing.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that end their executor or hang in it, among good ones, on a cluster of processes. */
class PoisonPageFaults {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int GOOD = 40;
    private static final WorkerSize WORKER = new WorkerSize(2, "1g", null);

    private final Path input;
    private final String output;

    PoisonPageFaults(@TempDir Path folder) throws IOException {
        input = Files.createDirectory(folder.resolve("in"));
        output = folder.resolve("out").toString();
    }

    @Test
    void pagesThatEndTheirExecutorAreQuarantinedAndCostNoOther() throws IOException, InterruptedException {
        for (int page = 0; page < GOOD; page++) {
            write(input.resolve("good-%02d.png".formatted(page)), 64, 64);
        }
        write(input.resolve("crash-a.png"), 200, 40);
        write(input.resolve("crash-b.png"), 200, 40);
        write(input.resolve("hang.png"), 40, 200);

        long start = System.nanoTime();
        run();

        TestJob job = new TestJob(FaultBench.shared().spark(), output);
        Row account = job.rows(
                        "SELECT count_if(status <> 'FAILED'), count(*) - count(DISTINCT document_id, page) FROM pages")
                .get(0);
        FaultTable.add(new FaultTable.Row(
                "two pages that end their executor, one that hangs (seconds of the run)",
                GOOD + 3,
                GOOD - account.getLong(0),
                account.getLong(1),
                0,
                (System.nanoTime() - start) / 1e9));
        assertThat(
                        job.rows(
                                "SELECT regexp_extract(path, '([a-z-]*).png', 1) AS name, p.error_class, array_distinct(attempt_errors)"
                                        + " FROM pages p JOIN documents USING (document_id) WHERE p.status = 'FAILED' ORDER BY name"))
                .hasToString("[[crash-a,EXECUTOR_LOST,ArraySeq(SUSPECT, EXECUTOR_LOST)],"
                        + " [crash-b,EXECUTOR_LOST,ArraySeq(SUSPECT, EXECUTOR_LOST)],"
                        + " [hang,MODEL_TIMEOUT,ArraySeq(MODEL_TIMEOUT)]]");
        assertThat(job.rows("SELECT balanced, pages_in, pages_ok, pages_failed FROM runs"))
                .hasToString("[[true,%d,%d,3]]".formatted(GOOD + 3, GOOD));
        assertThat(job.rows("SELECT count(DISTINCT executor) FROM pages").get(0).getLong(0))
                .as("executors that read")
                .isGreaterThan(1);
    }

    @Test
    void aPageThatTakesMachinesDownIsQuarantinedAndCostsNoOther() throws IOException, InterruptedException {
        for (int page = 0; page < 4; page++) {
            write(input.resolve("good-%02d.png".formatted(page)), 64, 64);
        }
        write(input.resolve("machine.png"), 400, 40);

        long start = System.nanoTime();
        run();

        TestJob job = new TestJob(FaultBench.shared().spark(), output);
        long read = job.rows("SELECT count_if(status <> 'FAILED') FROM pages")
                .get(0)
                .getLong(0);
        FaultTable.add(new FaultTable.Row(
                "a page that takes the machine down (seconds of the run)",
                5,
                4 - read,
                0,
                0,
                (System.nanoTime() - start) / 1e9));
        assertThat(job.rows("SELECT error_class, count(*) FROM pages GROUP BY error_class ORDER BY error_class"))
                .hasToString("[[null,4], [EXECUTOR_LOST,1]]");
        assertThat(job.rows("SELECT balanced, pages_in FROM runs")).hasToString("[[true,5]]");
    }

    /** On one machine; where it goes down, another takes its place. */
    private void run() throws IOException, InterruptedException {
        try (StandaloneCluster cluster = StandaloneCluster.start(1, WORKER)) {
            ChildJvm driver = cluster.submitInBackground(
                    Map.of("JAVA_TOOL_OPTIONS", FaultBench.SHORT_LIFE), arguments(input, output));
            long end = System.nanoTime() + LIMIT.toNanos();
            while (driver.isAlive() && System.nanoTime() < end) {
                if (cluster.workers().stream().noneMatch(ChildJvm::isAlive)) {
                    cluster.addWorker(WORKER);
                }
                Thread.sleep(200);
            }
            assertThat(driver.waitFor(Duration.ZERO)).as(driver.output()).isZero();
        }
    }

    private static String[] arguments(Path input, String output) throws IOException {
        Map<String, String> settings = Map.of(
                "spark.executor.memory", "700m",
                "spark.executor.extraJavaOptions", FaultBench.SHORT_LIFE,
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.shuffle.partitions", "4",
                "spark.quire.engine", "poison",
                "spark.quire.limit.model-time", "2s",
                "spark.quire.limit.stuck-threads", "1",
                "spark.quire.retry.timeout.attempts", "1");
        List<String> arguments = new ArrayList<>(List.of("--properties-file", "conf/standalone.properties"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.addAll(List.of(
                "--jars",
                TestJar.of(PoisonEngines.class, List.of(EngineFactory.class)).toString()));
        arguments.addAll(List.of("--class", "dev.quire.Quire", "target/quire.jar"));
        arguments.addAll(List.of("run", "--input", input.toString(), "--output", output));
        return arguments.toArray(String[]::new);
    }

    private static void write(Path file, int width, int height) throws IOException {
        Files.write(file, AnImage.written(AnImage.marked(width, height), "png"));
    }
}
