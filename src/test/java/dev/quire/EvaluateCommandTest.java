package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command, with the real model, on samples with and without references. */
@ExtendWith(LocalSpark.class)
class EvaluateCommandTest {

    private static final Path SAMPLES = Path.of("docs/samples");

    private final SparkSession spark;
    private final Path folder;

    EvaluateCommandTest(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    @Test
    void filesAreScoredAgainstTextsAndTextLayersAndTheRestIsListed() throws Exception {
        Path input = Files.createDirectories(folder.resolve("in"));
        for (String name : List.of("invoice.pdf", "scan.pdf", "encrypted.pdf")) {
            Files.copy(SAMPLES.resolve(name), input.resolve(name));
        }
        Path truth = Files.createDirectories(input.resolve("truth"));
        Files.copy(SAMPLES.resolve("truth/scan.txt"), truth.resolve("scan.txt"));
        String tables = folder.resolve("out").toString();

        String[] lines = evaluate(input, truth, tables).split("\n");

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines[2]).startsWith("file").endsWith("reference");
        assertThat(lines[4]).matches("encrypted.pdf +1 +1 +- +- +- +- +none");
        assertThat(lines[5]).matches("invoice.pdf +1 +0 +[\\d.]+ +[\\d.]+ +[\\d.]+ +- +text layer");
        assertThat(lines[6]).matches("scan.pdf +2 +0 +[\\d.]+ +[\\d.]+ +[\\d.]+ +- +file");
        assertThat(lines[7]).matches("all +4 +1 +[\\d.]+ +(?:[89]\\d\\.\\d|100\\.0) +[\\d.]+ +-");
        assertThat(lines[9]).isEqualTo("2 of 3 files scored: 1 against files, 1 against their text layer.");
        assertThatThrownBy(() -> evaluate(input, truth, tables))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds tables already");
    }

    private String evaluate(Path input, Path truth, String tables) throws IOException, InterruptedException {
        EvaluateCommand command = new EvaluateCommand();
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out));
        line.parseArgs("--input", input.toString(), "--truth", truth.toString());
        assertThat(command.evaluate(EvaluateCommand.job(new SparkConf(false)), spark, tables))
                .isEqualTo(ExitCode.OK);
        return out.toString();
    }
}
