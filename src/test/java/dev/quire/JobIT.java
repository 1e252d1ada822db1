package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.LocalSpark;
import dev.quire.testing.S3Server;
import dev.quire.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The submitted jar in processes of its own: on this machine, on a cluster, from and to S3, and killed half way. */
@ExtendWith(LocalSpark.class)
class JobIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String JAR = "target/quire.jar";
    private static final String CONTENT =
            "SELECT path, page, p.status, p.markdown FROM delta.`%s/pages` p JOIN delta.`%s/documents` d USING (document_id) ORDER BY path, page";

    private final SparkSession spark;
    private final Path folder;

    JobIT(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    @Test
    void aClusterWithAssignedDevicesGivesTheSameRowsAsOneMachine() throws IOException, InterruptedException {
        Path input = samples("contract", "invoice", "scan", "encrypted");
        assertThat(local("here.log", List.of(), "run", "--input", input.toString(), "--output", out("here")))
                .isZero();

        StandaloneCluster.Outcome outcome;
        try (StandaloneCluster cluster = StandaloneCluster.start(
                2, new StandaloneCluster.WorkerSize(2, "3g", Path.of("conf/discover-stand-in-gpus.sh")))) {
            outcome = cluster.submit(
                    LIMIT,
                    "--conf",
                    "spark.quire.device=stand-in",
                    "--conf",
                    "spark.quire.device.tasks=2",
                    "--conf",
                    "spark.executor.cores=2",
                    "--conf",
                    "spark.executor.memory=2g",
                    "--conf",
                    "spark.executor.resource.gpu.amount=1",
                    "--conf",
                    "spark.task.resource.gpu.amount=0.0001",
                    "--conf",
                    "spark.sql.shuffle.partitions=4",
                    "--class",
                    "dev.quire.Quire",
                    JAR,
                    "run",
                    "--input",
                    input.toString(),
                    "--output",
                    out("there"));
        }

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(rows(CONTENT, out("there")))
                .isEqualTo(rows(CONTENT, out("here")))
                .hasSize(7);
        assertThat(rows(
                        "SELECT source, count(*), count(device) FROM delta.`%s/pages` WHERE status = 'OK' GROUP BY source",
                        out("there")))
                .containsExactlyInAnyOrder("[TEXT_LAYER,4,0]", "[OCR,1,1]");
        assertThat(spark.sql("SELECT DISTINCT device FROM delta.`%s/pages` WHERE device IS NOT NULL"
                                .formatted(out("there")))
                        .collectAsList())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getString(0)).startsWith("stand-in:"));
    }

    @Test
    void theJobReadsFromAndWritesToS3() throws IOException, InterruptedException {
        try (S3Server server = S3Server.start()) {
            String bucket = server.newBucket();
            server.upload(samples("invoice", "scan"), bucket, "in/");
            List<String> settings = new ArrayList<>();
            for (Map.Entry<String, String> setting : server.settings().entrySet()) {
                settings.addAll(List.of("--conf", "spark.hadoop." + setting.getKey() + "=" + setting.getValue()));
            }
            String output = "s3a://" + bucket + "/tables";
            Path events = Files.createDirectory(folder.resolve("events"));
            List<String> logged = new ArrayList<>(settings);
            for (String setting : List.of("enabled=true", "dir=" + events, "compress=false", "rolling.enabled=false")) {
                logged.addAll(List.of("--conf", "spark.eventLog." + setting));
            }

            assertThat(local("s3.log", logged, "run", "--input", "s3a://" + bucket + "/in", "--output", output))
                    .isZero();
            assertThat(Files.readString(folder.resolve("s3.log"))).contains("3 in = 2 ok + 1 blank + 0 failed");
            assertThat(filesWith(events, "fs.s3a.secret.key", "SparkListenerApplicationEnd"))
                    .hasSize(2);
            assertThat(filesWith(events, "test-secret", "test-access")).isEmpty();
            assertThat(Files.readString(folder.resolve("s3.log"))).doesNotContain("test-secret", "test-access");
            assertThat(local("s3-again.log", settings, "run", "--input", "s3a://" + bucket + "/in", "--output", output))
                    .isZero();
            assertThat(Files.readString(folder.resolve("s3-again.log"))).contains("Nothing to read");
            assertThat(local(
                            "query.log",
                            settings,
                            "query",
                            "--tables",
                            output,
                            "--format",
                            "csv",
                            "SELECT path, status FROM documents ORDER BY path"))
                    .isZero();
            assertThat(Files.readString(folder.resolve("query.log")).lines().toList())
                    .endsWith(
                            "path,status",
                            "s3a://%s/in/invoice.pdf,COMPLETE".formatted(bucket),
                            "s3a://%s/in/scan.pdf,COMPLETE".formatted(bucket));
        }
    }

    @Test
    void aRunWhoseDriverIsKilledIsFinishedByTheNextWithoutReadingAPageTwice() throws IOException, InterruptedException {
        Path input = samples("contract", "invoice", "report-two-columns", "采购合同");
        List<String> small = List.of(
                "--conf",
                "spark.quire.plan.wave-pages=1",
                "--conf",
                "spark.quire.plan.wave-time=1ms",
                "--conf",
                "spark.quire.text-layer=never",
                "--conf",
                "spark.quire.lease-expiry=5s");
        String[] run = {"run", "--input", input.toString(), "--output", out("killed")};
        try (ChildJvm driver = submit("killed.log", small, run)) {
            Path secondCommit = Path.of(out("killed"), "pages/_delta_log/00000000000000000002.json");
            for (int i = 0; i < 1_200 && !Files.exists(secondCommit); i++) {
                Thread.sleep(100);
            }
            driver.kill();
        }
        long landed =
                spark.read().format("delta").load(out("killed") + "/pages").count();
        assertThat(landed).isBetween(1L, 7L);

        assertThat(local("finished.log", small, run)).isZero();

        assertThat(Files.readString(folder.resolve("finished.log"))).contains("pages      %d in".formatted(8 - landed));
        assertThat(rows(
                        "SELECT count(*), count(DISTINCT document_id, page), count(DISTINCT run_id) FROM delta.`%s/pages`",
                        out("killed")))
                .containsExactly("[8,8,2]");
        assertThat(rows("SELECT DISTINCT status FROM delta.`%s/documents`", out("killed")))
                .containsExactly("[COMPLETE]");
    }

    @Test
    void badArgumentsEndAtOnceWithOneClearMessageAndNothingWritten() throws IOException, InterruptedException {
        String input = samples("invoice").toString();

        refused(
                "no-input.log",
                List.of(),
                "nothing is there",
                "run",
                "--input",
                folder + "/none",
                "--output",
                out("x"));
        refused("inside.log", List.of(), "lies inside --input", "run", "--input", input, "--output", input + "/tables");
        refused(
                "key.log",
                List.of("--conf", "spark.quire.plan.wave-page=3"),
                "Did you mean spark.quire.plan.wave-pages?",
                "run",
                "--input",
                input,
                "--output",
                out("x"));
        refused(
                "gpu.log",
                List.of("--conf", "spark.quire.device=gpu"),
                "local[*] cannot",
                "run",
                "--input",
                input,
                "--output",
                out("x"));

        assertThat(Path.of(out("x"))).doesNotExist();
    }

    private void refused(String log, List<String> settings, String message, String... arguments)
            throws IOException, InterruptedException {
        assertThat(local(log, settings, arguments)).isEqualTo(ExitCode.USAGE.code());
        assertThat(Files.readString(folder.resolve(log)))
                .contains("quire: ", message)
                .doesNotContain("\tat ");
    }

    /** For each text and each file that holds it: {@code TEXT in FILE}. */
    private static List<String> filesWith(Path folder, String... texts) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                Stream.of(texts).filter(content::contains).forEach(text -> found.add(text + " in " + file));
            }
        }
        return found;
    }

    private Path samples(String... names) throws IOException {
        Path input = Files.createDirectories(folder.resolve("in"));
        for (String name : names) {
            Files.copy(Path.of("docs/samples", name + ".pdf"), input.resolve(name + ".pdf"));
        }
        return input;
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> rows(String sql, String output) {
        return spark.sql(sql.formatted(output, output)).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private int local(String log, List<String> settings, String... arguments) throws IOException, InterruptedException {
        try (ChildJvm driver = submit(log, settings, arguments)) {
            int code = driver.waitFor(LIMIT);
            System.out.println(driver.output()); // The report of a failed test shows why
            return code;
        }
    }

    private ChildJvm submit(String log, List<String> settings, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-Xmx1500m", "-Dlog4j2.configurationFile=conf/log4j2.properties"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-cp", StandaloneCluster.sparkHome().resolve("jars") + "/*", "org.apache.spark.deploy.SparkSubmit"));
        command.addAll(List.of("--properties-file", "conf/local.properties"));
        command.addAll(settings);
        command.addAll(List.of("--class", "dev.quire.Quire", JAR));
        command.addAll(List.of(arguments));
        Map<String, String> environment =
                Map.of("SPARK_HOME", StandaloneCluster.sparkHome().toString(), "SPARK_SCALA_VERSION", "2.13");
        return ChildJvm.start(folder.resolve(log), environment, command);
    }
}
