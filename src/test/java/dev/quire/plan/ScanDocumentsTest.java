package dev.quire.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.config.QuireConfig;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import dev.quire.source.Passwords;
import dev.quire.source.Priority;
import dev.quire.testing.APdf;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ScanDocumentsTest {

    private static final String PAGE =
            "<< /Type /Page /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>";
    private static final String TEXT = "BT /F 12 Tf 72 150 Td (The quick brown fox jumps over %s) Tj ET";

    private final SparkSession spark;
    private final Path file;

    ScanDocumentsTest(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.file = folder.resolve("a.pdf");
    }

    /** Two pages, and an outline of two objects. */
    private ScannedDocument scan(String outline, String item) throws IOException, InterruptedException {
        byte[] pdf = APdf.withObjects(
                "<< /Type /Catalog /Pages 2 0 R /Outlines 7 0 R >>",
                "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                PAGE.formatted(5),
                PAGE.formatted(6),
                APdf.stream("", TEXT.formatted("the")),
                APdf.stream("", TEXT.formatted("it.")),
                outline,
                item);
        Files.write(file, pdf);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        DocumentFiles files = new DocumentFiles(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(Passwords.NONE));
        DocumentRef document = new DocumentRef(
                "%032x".formatted(1), file.toUri().toString(), pdf.length, 1, "key", List.of(), false, Priority.NORMAL);
        return new ScanDocuments(files, QuireConfig.from(Map.of()).read()).call(document);
    }

    @Test
    void whereChaptersBeginAndWhatRunsOverIsWrittenDown() throws IOException, InterruptedException {
        ScannedDocument scanned = scan("<< /First 8 0 R >>", "<< /Dest [4 0 R /Fit] >>");

        assertThat(scanned.outline().chapters()).containsExactly(new Outline.Chapter(2, 1));
        assertThat(scanned.pages()).extracting(PageFacts::runsOver).containsExactly(true, false);
        assertThat(scanned.pages()).allMatch(page -> page.trust().trusted());
    }

    @Test
    void anOutlineThatCannotBeReadCostsNoPage() throws IOException, InterruptedException {
        for (String broken : List.of("[".repeat(200_000), "<< /First ", "<< /First 8 0 R /First << /First 7 0 R >>")) {
            ScannedDocument scanned = scan(broken, "<< /Dest 8 0 R /Next 8 0 R");

            assertThat(scanned.failure()).isNull();
            assertThat(scanned.pages()).hasSize(2);
            assertThat(scanned.outline()).isEqualTo(Outline.NONE);
        }
    }
}
