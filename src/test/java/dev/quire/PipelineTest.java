package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
import dev.quire.testing.LocalSpark;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, with the real model, on the samples and on what users do to a folder between two nights. */
@ExtendWith(LocalSpark.class)
class PipelineTest {

    private static final Path SAMPLES = Path.of("docs/samples");

    private final SparkSession spark;
    private final Path input;
    private final Path output;
    private final TestJob job;

    PipelineTest(SparkSession spark, @TempDir Path folder) throws IOException {
        this.spark = spark;
        this.input = Files.createDirectory(folder.resolve("in"));
        this.output = folder.resolve("out");
        this.job = new TestJob(spark, output.toString());
    }

    @Test
    void theSamplesAreReadAndEveryPageIsAccountedFor() throws IOException {
        for (String name : List.of("contract", "invoice", "report-two-columns", "scan", "采购合同", "encrypted")) {
            copy(name + ".pdf", name + ".pdf");
        }

        RunReport report = run().orElseThrow();

        assertThat(report.balances()).isTrue();
        assertThat(report.pagesIn()).isEqualTo(11);
        assertThat(report.pages().ok()).isEqualTo(9);
        assertThat(report.pages().textLayer()).isEqualTo(8);
        assertThat(report.pages().blank()).isEqualTo(1);
        assertThat(report.pages().errors()).isEqualTo(Map.of("ENCRYPTED", 1L));
        assertThat(report.documents()).isEqualTo(new RunReport.Documents(5, 0, 1));
        assertThat(markdownOf("invoice.pdf")).contains("IBAN");
        assertThat(markdownOf("采购合同.pdf")).contains("采购合同");
        assertThat(markdownOf("contract.pdf")).contains("<!-- page 2 -->", "<!-- page 3 -->");
        assertThat(
                        rows(
                                "SELECT pages.status FROM pages JOIN documents USING (document_id) WHERE path LIKE '%scan.pdf' ORDER BY page"))
                .extracting(row -> row.getString(0))
                .containsExactly("OK", "BLANK");
        assertThat(rows("SELECT error_message FROM documents WHERE status = 'FAILED'")
                        .get(0)
                        .getString(0))
                .contains("password");
        assertThat(rows("SELECT document_type, merge_strategy FROM documents WHERE status = 'FAILED'"))
                .hasToString("[[null,PLAIN]]");
        assertThat(report.issues()).contains(new RunReport.IssueCount("MISSING_PAGE", 1, 0));
        assertThat(rows("SELECT inline(issues) FROM runs"))
                .hasSameSizeAs(report.issues())
                .extracting(Row::toString)
                .contains("[MISSING_PAGE,1,0]");
        assertThat(Summary.of(report, "out")).contains("  issues     1 MISSING_PAGE");
        assertThat(rows("SELECT split_strategy, count(*) FROM documents GROUP BY 1 ORDER BY 1"))
                .hasToString("[[null,1], [DENSITY,4], [PAGE,1]]");
        assertThat(rows("SELECT balanced, pages_in FROM runs").get(0).getBoolean(0))
                .isTrue();
    }

    @Test
    void aRunThatDiedBeforeItsAccountIsCountedByTheNextOne() throws IOException {
        copy("contract.pdf", "a.pdf");
        copy("encrypted.pdf", "b.pdf");
        String killed = run().orElseThrow().runId();
        try (Stream<Path> log = Files.list(output.resolve("runs/_delta_log"))) {
            for (Path file : log.filter(each -> each.toString().contains("00000000000000000001"))
                    .toList()) {
                Files.delete(file);
            }
        }
        DeltaLog.clearCache();

        assertThat(run()).isEmpty();

        assertThat(rows("SELECT run_id, broken_off, balanced, pages_in, pages_ok, pages_failed, documents_complete,"
                        + " documents_failed, errors['ENCRYPTED'] FROM runs"))
                .hasToString("[[%s,true,true,4,3,1,1,1,1]]".formatted(killed));
        assertThat(run()).isEmpty();
        assertThat(rows("SELECT run_id FROM runs")).hasSize(1);
    }

    @Test
    void theModelReadsEveryPageWhereTextLayersAreNotToBeUsed() throws IOException {
        copy("invoice.pdf", "a.pdf");
        run();

        RunReport report = job.run(Map.of("spark.quire.text-layer", "never"), input.toString())
                .orElseThrow();

        assertThat(report.pages().ok()).isEqualTo(1);
        assertThat(report.pages().textLayer()).isZero();
        assertThat(report.balances()).isTrue();
        assertThat(rows("SELECT source, source_reason, device FROM pages")).hasToString("[[OCR,NOT_ASKED,cpu]]");
        assertThat(markdownOf("a.pdf")).contains("IBAN");
    }

    @Test
    void theSecondRunReadsNothingNewAndWritesNothing() throws IOException {
        copy("invoice.pdf", "a.pdf");
        copy("encrypted.pdf", "b.pdf");
        run();
        List<Long> versions = versions();

        assertThat(run()).isEmpty();
        assertThat(new TestJob(spark, "file://" + output).run(Map.of(), "file://" + input))
                .isEmpty();
        assertThat(versions()).isEqualTo(versions);
    }

    @Test
    void anotherWayToMergeMergesLandedPagesAndReadsNone() throws IOException {
        copy("report-two-columns.pdf", "a.pdf");
        run();
        String firstRun = rows("SELECT DISTINCT run_id FROM pages").toString();

        RunReport report = job.run(Map.of("spark.quire.merge.page-separator", "<!-- p{page} -->"), input.toString())
                .orElseThrow();

        assertThat(report.pagesIn()).isZero();
        assertThat(report.balances()).isTrue();
        assertThat(markdownOf("a.pdf")).contains("<!-- p2 -->").doesNotContain("<!-- page 2 -->");
        assertThat(rows("SELECT DISTINCT run_id FROM pages")).hasToString(firstRun);
        assertThat(rows("SELECT document_type, merge_strategy, merge_version, page_separator FROM documents"))
                .hasToString("[[SEQUENTIAL,SEQUENTIAL,4,<!-- p{page} -->]]");
    }

    @Test
    void aChangedDocumentIsReadAgainAndItsOldPagesAreGone() throws IOException {
        copy("scan.pdf", "a.pdf");
        copy("invoice.pdf", "b.pdf");
        run();
        Files.copy(
                SAMPLES.resolve("invoice.pdf"),
                input.resolve("a.pdf"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(input.resolve("a.pdf"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));

        RunReport report = run().orElseThrow();

        assertThat(report.pagesIn()).isEqualTo(1);
        assertThat(report.listing().skipped()).isEqualTo(1);
        assertThat(report.balances()).isTrue();
        assertThat(rows("SELECT path, page FROM pages JOIN documents USING (document_id)"))
                .hasSize(2);
        assertThat(markdownOf("a.pdf")).contains("IBAN");
    }

    @Test
    void pagesThatLandedBeforeTheDriverDiedAreNotReadAgain() throws IOException {
        copy("contract.pdf", "a.pdf");
        run();
        // As a driver leaves it that dies between two waves: page 2 and the document have not landed
        spark.sql("DELETE FROM delta.`%s/documents`".formatted(output));
        spark.sql("DELETE FROM delta.`%s/pages` WHERE page = 2".formatted(output));

        RunReport report = run().orElseThrow();

        assertThat(report.pagesIn()).isEqualTo(1);
        assertThat(report.balances()).isTrue();
        assertThat(rows("SELECT page, count(*) FROM pages WHERE run_id = '%s' GROUP BY page".formatted(report.runId())))
                .extracting(row -> row.getInt(0))
                .containsExactly(2);
        assertThat(rows("SELECT status, pages_ok FROM documents").get(0).getInt(1))
                .isEqualTo(3);
    }

    @Test
    void awkwardNamesGlobsAndOverlappingInputsWork() throws IOException {
        Files.createDirectories(input.resolve("ein Ordner, mit #1"));
        copy("invoice.pdf", "ein Ordner, mit #1/Rechnung=50% [neu] {x}?.pdf");
        copy("invoice.pdf", "报告 2026.pdf");
        copy("invoice.pdf", "_hidden.pdf");

        RunReport report = run(
                        input.resolve("ein Ordner, mit #1/Rechnung=50% [neu] {x}?.pdf")
                                .toString(),
                        input + "/*.pdf",
                        input.toString())
                .orElseThrow();

        assertThat(report.documents()).isEqualTo(new RunReport.Documents(2, 0, 0));
        assertThat(report.listing().hidden()).hasSize(1).first().asString().endsWith("_hidden.pdf");
    }

    @Test
    void filesThatAreNotReadableDocumentsFailAloneWithAReason() throws IOException {
        copy("invoice.pdf", "good.pdf");
        Files.writeString(input.resolve("note.txt"), "just a note");
        Files.write(input.resolve("empty.pdf"), new byte[0]);
        Files.writeString(input.resolve("cut.pdf"), "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R");

        RunReport report = run().orElseThrow();

        assertThat(report.balances()).isTrue();
        assertThat(report.documents()).isEqualTo(new RunReport.Documents(1, 0, 3));
        assertThat(report.pages().errors()).containsOnlyKeys("UNSUPPORTED_FORMAT", "EMPTY", "CORRUPT");
        assertThat(rows("SELECT error_message FROM pages WHERE status = 'FAILED'"))
                .allSatisfy(row -> assertThat(row.getString(0)).hasSizeGreaterThan(20));
        assertThat(run()).isEmpty();
    }

    private Optional<RunReport> run(String... inputs) throws IOException {
        return job.run(Map.of(), inputs.length == 0 ? new String[] {input.toString()} : inputs);
    }

    private List<Row> rows(String sql) {
        return job.rows(sql);
    }

    private String markdownOf(String name) {
        return rows("SELECT markdown FROM documents WHERE path LIKE '%/" + name + "'")
                .get(0)
                .getString(0);
    }

    private List<Long> versions() {
        return List.of("pages", "documents", "runs").stream()
                .map(table -> DeltaTable.forPath(spark, output + "/" + table)
                        .history(1)
                        .first()
                        .getLong(0))
                .toList();
    }

    private void copy(String sample, String name) throws IOException {
        Files.copy(SAMPLES.resolve(sample), input.resolve(name));
    }
}
