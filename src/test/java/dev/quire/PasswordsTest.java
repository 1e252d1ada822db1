package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted documents are read with the manifest's passwords, which get to no other place. */
@ExtendWith(LocalSpark.class)
class PasswordsTest {

    private static final String PASSWORD = "Correct-Horse-5";
    private static final String WRONG = "Wrong-Horse-6";

    private final SparkSession spark;
    private final Path folder;
    private final Path input;
    private final Path output;

    PasswordsTest(SparkSession spark, @TempDir Path folder) throws IOException {
        this.spark = spark;
        this.folder = folder;
        this.input = Files.createDirectory(folder.resolve("in"));
        this.output = folder.resolve("out");
    }

    @Test
    void aPasswordOpensItsDocumentAndIsWrittenNowhere() throws Exception {
        for (String name : List.of("fits.pdf", "does-not-fit.pdf", "none.pdf")) {
            encrypt(input.resolve(name));
        }
        Path manifest = Files.write(
                folder.resolve("manifest.csv"),
                List.of(
                        "path,priority,password",
                        input + "/fits.pdf,urgent," + PASSWORD,
                        input + "/does-not-fit.pdf,," + WRONG));
        Set<String> whileReading = new ConcurrentSkipListSet<>();
        TestJob job = new TestJob(
                spark,
                output.toString(),
                HookedEngines.calling(() -> whileReading.addAll(filesWith(output, "fits.pdf", PASSWORD, WRONG))));
        Path eventLog = Files.createDirectory(folder.resolve("events"));
        EventLoggingListener events = eventLog(eventLog);

        events.start();
        spark.sparkContext().addSparkListener(events);
        RunReport report = job.run(
                        Map.of("spark.quire.source.manifest", manifest.toString(), "spark.quire.text-layer", "never"),
                        input.toString())
                .orElseThrow();
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().removeSparkListener(events);
        events.stop();

        assertThat(report.balances()).isTrue();
        assertThat(job.rows("SELECT substring_index(path, '/', -1), status, error_class, error_message FROM documents"
                        + " ORDER BY path"))
                .satisfiesExactly(
                        wrong -> assertThat(wrong)
                                .asString()
                                .contains("does-not-fit.pdf,FAILED,ENCRYPTED", "password of the manifest does not fit"),
                        right -> assertThat(right).hasToString("[fits.pdf,COMPLETE,null,null]"),
                        none -> assertThat(none)
                                .asString()
                                .contains("none.pdf,FAILED,ENCRYPTED")
                                .doesNotContain("manifest"));

        // The search finds what is there: names of files, in the staged scan as well as in the event log
        assertThat(whileReading).anyMatch(found -> found.matches("fits.pdf in _staging/.*/scan-0/part-.*"));
        assertThat(filesWith(eventLog, "read wave 0")).isNotEmpty();
        assertThat(whileReading).noneMatch(found -> found.contains("-Horse-"));
        assertThat(filesWith(output, PASSWORD, WRONG)).isEmpty();
        assertThat(filesWith(eventLog, PASSWORD, WRONG)).isEmpty();
        for (String table : List.of("pages", "documents", "runs")) {
            assertThat(job.rows("SELECT to_json(struct(*)) FROM " + table))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.getString(0)).doesNotContain(PASSWORD, WRONG));
        }
        assertThat(report + Summary.of(report, "out")).doesNotContain(PASSWORD, WRONG);
    }

    private static void encrypt(Path file) throws IOException {
        try (PDDocument document =
                Loader.loadPDF(Path.of("docs/samples/invoice.pdf").toFile())) {
            StandardProtectionPolicy policy =
                    new StandardProtectionPolicy("owner of " + PASSWORD, PASSWORD, new AccessPermission());
            policy.setEncryptionKeyLength(256);
            document.protect(policy);
            document.save(file.toFile());
        }
    }

    private EventLoggingListener eventLog(Path folder) {
        SparkConf plain = spark.sparkContext()
                .getConf()
                .set("spark.eventLog.compress", "false")
                .set("spark.eventLog.rolling.enabled", "false");
        return new EventLoggingListener(
                "passwords",
                scala.Option.empty(),
                folder.toUri(),
                plain,
                spark.sparkContext().hadoopConfiguration());
    }

    /** For each text and each file that holds it: {@code TEXT in FILE}. */
    private static Set<String> filesWith(Path folder, String... texts) {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String text : texts) {
                    if (content.contains(text)) {
                        found.add(text + " in " + folder.relativize(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
