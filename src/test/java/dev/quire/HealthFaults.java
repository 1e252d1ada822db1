package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.FaultTable;
import dev.quire.testing.StandaloneCluster;
import dev.quire.testing.StandaloneCluster.Outcome;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are sick, by a probe that lies, on a real cluster: one host, an executor for each device. */
class HealthFaults {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final int PAGES = 5;

    private final Path folder;

    HealthFaults(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatSickDevicesHadBegunIsReadByTheOneThatIsWellAndWithoutAnyTheRunEndsWithTheReason()
            throws IOException, InterruptedException {
        try (StandaloneCluster cluster = cluster()) {
            long start = System.nanoTime();
            Outcome outcome = run(cluster, "[ $device != 2 ] && [ $answers -gt 10 ] && heat=99", "out");

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            Row account =
                    rows("SELECT count_if(status <> 'FAILED'), count(*) - count(DISTINCT document_id, page) FROM pages")
                            .get(0);
            FaultTable.add(new FaultTable.Row(
                    "two of three devices get sick (seconds of the run)",
                    PAGES,
                    PAGES - account.getLong(0),
                    account.getLong(1),
                    0,
                    (System.nanoTime() - start) / 1e9));
            assertThat(outcome.output()).contains("balanced, no page lost", "is sick: 99 °C");
            // An executor fails two tasks, and what ran beside them, before Spark excludes it
            assertThat(outcome.output().split("SickDeviceException", -1)).hasSizeBetween(2, 12);
            assertThat(account).hasToString("[5,0]");
            assertThat(rows("SELECT DISTINCT device FROM pages").toString()).contains("[stand-in:2]");
            assertThat(rows("SELECT device_use > 0, exists(devices, each -> each.temperature = 40) FROM runs"))
                    .hasToString("[[true,true]]");

            Outcome none = run(
                    cluster,
                    "heat=99",
                    "none",
                    "spark.task.maxFailures=2",
                    "spark.excludeOnFailure.task.maxTaskAttemptsPerNode=1");

            assertThat(none.exitCode()).as(none.output()).isEqualTo(ExitCode.BROKEN.code());
            assertThat(none.output())
                    .containsPattern(
                            "quire: no device is left that is well. 127.0.0.1/\\d+ stand-in:\\d is sick: 99 °C");
        }
    }

    /** One worker with three addresses. */
    private StandaloneCluster cluster() throws IOException, InterruptedException {
        Path addresses = script("addresses", "echo '{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"2\"]}'");
        return StandaloneCluster.start(1, new WorkerSize(3, "3g", addresses));
    }

    /** @param lie shell that makes devices hot */
    private Outcome run(StandaloneCluster cluster, String lie, String output, String... more)
            throws IOException, InterruptedException {
        Path input = Files.createDirectories(folder.resolve("in"));
        for (String name : List.of("contract", "report-two-columns")) {
            Files.copy(
                    Path.of("docs/samples", name + ".pdf"),
                    input.resolve(name + ".pdf"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path probe = script("probe", """
                device=${1#--id=}
                answers=0
                while sleep 0.2; do
                  heat=40
                  %s
                  echo "50, 100, 1000, $heat, 0"
                  answers=$((answers + 1))
                done
                """.formatted(lie));
        List<String> arguments = new ArrayList<>();
        for (String setting : List.of(
                "spark.quire.text-layer=never",
                "spark.quire.device=stand-in",
                "spark.quire.device.tasks=1",
                "spark.quire.device.probe=" + probe,
                "spark.quire.device.patience=1s",
                "spark.executor.extraJavaOptions=" + FaultBench.SHORT_LIFE,
                "spark.sql.codegen.wholeStage=false",
                "spark.executor.cores=1",
                "spark.executor.memory=1g",
                "spark.executor.resource.gpu.amount=1",
                "spark.task.resource.gpu.amount=0.0001",
                "spark.sql.shuffle.partitions=4")) {
            arguments.addAll(List.of("--conf", setting));
        }
        for (String setting : more) {
            arguments.addAll(List.of("--conf", setting));
        }
        arguments.addAll(List.of("--class", "dev.quire.Quire", "target/quire.jar"));
        arguments.addAll(List.of(
                "run",
                "--input",
                input.toString(),
                "--output",
                folder.resolve(output).toString()));
        ChildJvm driver = cluster.submitInBackground(
                Map.of("JAVA_TOOL_OPTIONS", FaultBench.SHORT_LIFE), arguments.toArray(String[]::new));
        return new Outcome(driver.waitFor(LIMIT), driver.output());
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private List<Row> rows(String sql) throws IOException, InterruptedException {
        return new TestJob(FaultBench.shared().spark(), folder.resolve("out").toString()).rows(sql);
    }
}
