package dev.quire.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.config.PriorityConfig;
import dev.quire.config.QuireConfig;
import dev.quire.config.WebhookConfig;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
class ManifestTest {

    private static final WebhookConfig WEBHOOK = QuireConfig.from(
                    Map.of("spark.quire.webhook.hosts", "hooks.example.com", "spark.quire.webhook.secret", "key"))
            .webhook();
    private static final String SECRET = "4 \"quotes\", a comma and \\ ";

    private final SparkSession spark;
    private final Path folder;

    ManifestTest(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.csv", "m.jsonl", "m.parquet", "m-delta"})
    void aManifestIsTheSameInEveryFormat(String name) throws IOException {
        Manifest manifest = Manifest.read(written(name), WEBHOOK, spark);

        assertThat(manifest.entries().orderBy("path").collectAsList())
                .hasToString("[[file:/in/a.pdf,URGENT], [file:/in/b.pdf,null], [s3a://b/in/c.pdf,LOW]]");
        assertThat(manifest.passwords().of(document("file:/in/a.pdf"))).isNull();
        assertThat(manifest.passwords().of(document("file:/in/b.pdf"))).isEqualTo(SECRET);
        assertThat(manifest.passwords().of(document("s3a://b/in/c.pdf"))).isEqualTo("1234");
    }

    @Test
    void passwordsAreNeverPrintedAndStandInNoTable() throws IOException {
        Manifest manifest = Manifest.read(written("m.csv"), WEBHOOK, spark);

        assertThat(manifest).asString().contains("2 passwords").doesNotContain(SECRET, "1234");
        assertThat(manifest.entries().columns()).containsExactly("path", "priority");
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        String location = write(
                "m.csv",
                "path,priority,deadline",
                "/in/a.pdf,soon,",
                "file:/in/b.pdf,low,",
                "file:///in/b.pdf,normal,",
                ",urgent,",
                "/in/c.pdf,asap,");

        assertThatThrownBy(() -> Manifest.read(location, WEBHOOK, spark))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        spark.quire.source.manifest: %1$s: unknown column deadline (expected: path, priority, password, callback)
                        spark.quire.source.manifest: %1$s: 1 rows without a path
                        spark.quire.source.manifest: %1$s: file:/in/b.pdf is there twice
                        spark.quire.source.manifest: %1$s: unknown priority of file:/in/a.pdf (expected: urgent | normal | low)
                        spark.quire.source.manifest: %1$s: unknown priority of file:/in/c.pdf (expected: urgent | normal | low)""".formatted(location));
    }

    @Test
    void aManifestWithoutAHeaderIsRefusedWithoutRepeatingWhatItHolds() throws IOException {
        String location = write("m.csv", "/in/a.pdf,urgent,hunter2", "/in/b.pdf,urgent,hunter3");

        assertThatThrownBy(() -> Manifest.read(location, WEBHOOK, spark))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("m.csv: no column path (expected: path, priority, password, callback)");
    }

    @Test
    void ofAThousandProblemsTheFirstTenAreNamed() throws IOException {
        String[] lines = IntStream.range(0, 1_000)
                .mapToObj(line -> line == 0 ? "path,priority" : "/in/%1$03d.pdf,p%1$03d".formatted(line))
                .toArray(String[]::new);

        String location = write("m.csv", lines);
        assertThatThrownBy(() -> Manifest.read(location, WEBHOOK, spark))
                .hasMessageMatching("(?:[^\n]*\n){10}[^\n]*")
                .hasMessageContaining("unknown priority of file:/in/010.pdf ")
                .hasMessageEndingWith("... and more of this kind");
    }

    @Test
    void callbacksAreCheckedBeforeAnythingIsReadAndPrintedNowhere() throws IOException {
        String good =
                write("m.csv", "path,callback", "/in/a.pdf,https://hooks.example.com/quire?key=4711", "/in/b.pdf,");
        Manifest manifest = Manifest.read(good, WEBHOOK, spark);

        assertThat(manifest.callbacks().of(document("file:/in/a.pdf").documentId()))
                .hasValue("https://hooks.example.com/quire?key=4711");
        assertThat(manifest.callbacks().of(document("file:/in/b.pdf").documentId()))
                .isEmpty();
        assertThat(manifest).asString().contains("1 callbacks").doesNotContain("4711");
        String bad = write(
                "n.csv",
                "path,callback",
                "/in/a.pdf,https://other.example.com/4711",
                "/in/b.pdf,http://hooks.example.com/4711",
                "/in/c.pdf,4711");
        assertThatThrownBy(() -> Manifest.read(bad, WEBHOOK, spark))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("callback of file:/in/a.pdf goes to other.example.com, which")
                .hasMessageContaining("callback of file:/in/b.pdf is not encrypted")
                .hasMessageContaining("callback of file:/in/c.pdf is no URL")
                .hasMessageNotContaining("4711");
    }

    @Test
    void whatIsNotThereOrNoTableIsAProblem() throws IOException {
        assertThatThrownBy(() -> Manifest.read(folder + "/none.csv", WEBHOOK, spark))
                .hasMessageEndingWith("none.csv: nothing is there. Check the path");
        String location = write("m.xlsx", "path");
        assertThatThrownBy(() -> Manifest.read(location, WEBHOOK, spark))
                .hasMessageEndingWith("m.xlsx: no table (expected: .csv, .json, .jsonl, .parquet, or a Delta folder)");
    }

    @Test
    void theManifestBeatsTheRulesAndKnowsWhatItDoesNotFind() throws IOException {
        Manifest manifest = Manifest.read(
                write("m.csv", "path,priority", "/in/low/a.pdf,urgent", "/in/low/b.pdf,", "/in/gone.pdf,low"),
                WEBHOOK,
                spark);
        PriorityConfig rules = new PriorityConfig("^.*/now/.*$", "^.*/low/.*$", Duration.ofSeconds(60));
        Priorities priorities = new Priorities(rules, manifest.entries());
        Dataset<Row> listing = spark.createDataset(
                        List.of("file:/in/low/a.pdf", "file:/in/low/b.pdf", "file:/in/now/c.pdf", "file:/in/d.pdf"),
                        Encoders.STRING())
                .toDF("path");

        assertThat(priorities.of(listing).orderBy("path").collectAsList())
                .hasToString("[[file:/in/d.pdf,NORMAL], [file:/in/low/a.pdf,URGENT], [file:/in/low/b.pdf,LOW],"
                        + " [file:/in/now/c.pdf,URGENT]]");
        assertThat(priorities.unlisted(listing).collectAsList()).hasToString("[[file:/in/gone.pdf]]");
    }

    @Test
    void nobodyLooksForLateFilesWhereNothingCanBeUrgent() throws IOException {
        Duration watch = Duration.ofSeconds(60);
        PriorityConfig none = new PriorityConfig("", "^.*$", watch);
        Dataset<Row> low = Manifest.read(write("m.csv", "path,priority", "/in/a.pdf,low"), WEBHOOK, spark)
                .entries();

        assertThat(new Priorities(none, Manifest.none(spark).entries()).watch()).isZero();
        assertThat(new Priorities(none, low).watch()).isZero();
        assertThat(new Priorities(
                                none,
                                Manifest.read(written("m.jsonl"), WEBHOOK, spark)
                                        .entries())
                        .watch())
                .isEqualTo(watch);
        assertThat(new Priorities(new PriorityConfig("^.*$", "", watch), low).watch())
                .isEqualTo(watch);
    }

    /** Three documents: one urgent, one with a password, one with both. */
    private String written(String name) throws IOException {
        String csv = write(
                name + ".csv",
                "path,password,priority",
                "/in/a.pdf,,urgent",
                "file:///in/b.pdf,\"4 \"\"quotes\"\", a comma and \\ \",",
                "s3a://b/in/c.pdf,1234,Low");
        String location = folder.resolve(name).toString();
        switch (name) {
            case "m.csv" -> Files.move(Path.of(csv), Path.of(location));
            case "m.jsonl" ->
                write(
                        name,
                        "{\"path\": \"/in/a.pdf\", \"priority\": \"urgent\"}",
                        "{\"path\": \"file:///in/b.pdf\", \"password\": \"4 \\\"quotes\\\", a comma and \\\\ \", \"priority\": \"\"}",
                        "{\"path\": \"s3a://b/in/c.pdf\", \"priority\": \"Low\", \"password\": 1234}");
            default ->
                spark.read()
                        .option("header", true)
                        .option("escape", "\"")
                        .csv(csv)
                        .write()
                        .format(name.endsWith("delta") ? "delta" : "parquet")
                        .save(location);
        }
        return location;
    }

    private String write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private DocumentRef document(String path) {
        String id = spark.range(1)
                .select(DocumentSource.documentId(org.apache.spark.sql.functions.lit(path)))
                .first()
                .getString(0);
        return new DocumentRef(id, path, 1, 1, "key", List.of(), false, Priority.NORMAL);
    }
}
