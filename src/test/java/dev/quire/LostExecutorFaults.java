package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.FaultTable;
import dev.quire.testing.StandaloneCluster;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor is lost while it reads many pages with the embedded model: which of them are suspects, and how long they take. */
class LostExecutorFaults {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final WorkerSize WORKER = new WorkerSize(4, "4g", null);
    private static final int COPIES = 15;
    /** From an engine that is open to the middle of what there is to read. */
    private static final Duration HALF_WAY = Duration.ofSeconds(4);

    private final Path folder;
    private int pages;

    LostExecutorFaults(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeDocuments() throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        for (String sample : List.of("contract", "invoice", "scan")) {
            byte[] content = Files.readAllBytes(Path.of("docs/samples", sample + ".pdf"));
            for (int copy = 0; copy < COPIES; copy++) {
                Files.write(input.resolve("%s-%02d.pdf".formatted(sample, copy)), content);
            }
            try (PDDocument document = Loader.loadPDF(content)) {
                pages += COPIES * document.getNumberOfPages();
            }
        }
    }

    @Test
    void anExecutorThatIsLostWithItsWorkerMakesNoSuspects() throws Exception {
        Account account = struck((cluster, worker) -> worker.kill());

        account.tell("an executor killed with its worker, %d suspects");
        assertThat(account.suspects).isZero();
    }

    @Test
    void theSuspectsOfAnExecutorThatDiesByItselfAreReadInOneMoreRound() throws Exception {
        Account account =
                struck((cluster, worker) -> cluster.executors(worker).forEach(ProcessHandle::destroyForcibly));

        account.tell("an executor killed, its worker not, %d suspects");
        assertThat(account.suspects).isGreaterThan(2);
        assertThat(account.waves).isEqualTo(1);
    }

    /**
     * @param suspects pages that were read again since their executor was lost
     * @param waves that read them
     */
    private record Account(int pages, long lost, long duplicated, long suspects, long waves, double seconds) {

        void tell(String fault) throws IOException {
            FaultTable.add(new FaultTable.Row(fault.formatted(suspects), pages, lost, duplicated, 0, seconds));
            assertThat(lost).as("lost").isZero();
            assertThat(duplicated).as("duplicated").isZero();
        }
    }

    private Account struck(BiConsumer<StandaloneCluster, ChildJvm> kill) throws IOException, InterruptedException {
        String output = folder.resolve("out").toString();
        long strike;
        try (StandaloneCluster cluster = StandaloneCluster.start(2, WORKER)) {
            ChildJvm driver =
                    cluster.submitInBackground(Map.of("JAVA_TOOL_OPTIONS", FaultBench.SHORT_LIFE), arguments(output));
            ChildJvm worker = cluster.workers().get(0);
            while (driver.isAlive() && cluster.executors(worker).stream().noneMatch(LostExecutorFaults::hasEngine)) {
                Thread.sleep(100);
            }
            Thread.sleep(HALF_WAY.toMillis());
            strike = System.nanoTime();
            kill.accept(cluster, worker);
            assertThat(driver.waitFor(LIMIT)).as(driver.output()).isZero();
        }
        double seconds = (System.nanoTime() - strike) / 1e9;
        TestJob job = new TestJob(FaultBench.shared().spark(), output);
        Row rows = job.rows("SELECT count_if(status <> 'FAILED'), count(*) - count(DISTINCT document_id, page),"
                        + " count_if(array_contains(attempt_errors, 'SUSPECT')),"
                        + " count(DISTINCT IF(array_contains(attempt_errors, 'SUSPECT'), wave, NULL)) FROM pages")
                .get(0);
        assertThat(job.rows("SELECT balanced, pages_in FROM runs")).hasToString("[[true,%d]]".formatted(pages));
        return new Account(pages, pages - rows.getLong(0), rows.getLong(1), rows.getLong(2), rows.getLong(3), seconds);
    }

    /** Whether it has the threads that call an engine; Linux knows them by the names that Java gives them. */
    private static boolean hasEngine(ProcessHandle executor) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/%d/task".formatted(executor.pid())))) {
            return threads.anyMatch(thread -> name(thread).equals("quire-engine"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] arguments(String output) {
        Map<String, String> settings = Map.of(
                "spark.executor.cores", "4",
                "spark.cores.max", "8",
                "spark.executor.memory", "1g",
                "spark.executor.extraJavaOptions", FaultBench.SHORT_LIFE,
                "spark.scheduler.minRegisteredResourcesRatio", "1.0",
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.shuffle.partitions", "4",
                "spark.quire.text-layer", "never");
        List<String> arguments = new ArrayList<>(List.of("--properties-file", "conf/standalone.properties"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.addAll(List.of("--class", "dev.quire.Quire", "target/quire.jar", "run"));
        arguments.addAll(List.of("--input", folder.resolve("in").toString(), "--output", output));
        return arguments.toArray(String[]::new);
    }
}
