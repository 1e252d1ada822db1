package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.document.BornDigitalText;
import dev.quire.document.DocumentException;
import dev.quire.document.OpenDocument;
import dev.quire.evaluate.Evaluation;
import dev.quire.evaluate.EvaluationJson;
import dev.quire.evaluate.Reference;
import dev.quire.evaluate.ReferenceFolder;
import dev.quire.observe.RunReport;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import dev.quire.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quire evaluate}: reads files with the very job, and scores what it delivers against reference texts. */
@Command(
        name = "evaluate",
        description =
                "Reads the inputs as run does and scores the text against references: files of --truth, else the"
                        + " text layer of born-digital PDFs. The engine reads every page, unless spark.quire.text-layer says otherwise.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    /** How scores are written. */
    enum Format {
        TABLE,
        JSON
    }

    private static final String DELIVERED = """
            SELECT document_id, path, length, modification_time, documents.content_key, pages_expected, pages_failed,
                   documents.markdown,
                   concat_ws('\\n', transform(array_sort(collect_list(struct(page, text))), p -> p.text)) AS text
            FROM documents JOIN pages USING (document_id)
            GROUP BY ALL""";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "URI",
            description = "A folder, file or glob of PDFs and images. May be given several times.")
    @SuppressWarnings("NullAway.Init") // picocli
    private List<String> inputs;

    @Option(
            names = "--truth",
            paramLabel = "DIR",
            description = "A local folder with the text of a.pdf in a.txt, a.pdf.txt, a.md or a.pdf.md.")
    private @Nullable Path truth;

    @Option(
            names = "--output",
            paramLabel = "URI",
            description = "Keeps the tables there; without it they are removed when the scores are printed.")
    private @Nullable String output;

    @Option(names = "--format", defaultValue = "TABLE", paramLabel = "table|json", description = "table or json.")
    private Format format = Format.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Job job = job(new SparkConf());
        if (truth != null && !Files.isDirectory(truth)) {
            throw new ConfigException("--truth %s: no such folder. Give a local folder of texts.".formatted(truth));
        }
        try (SparkSession spark = Sessions.open("Quire evaluate")) {
            if (output != null) {
                return evaluate(job, spark, Locations.absolute(output, spark)).code();
            }
            if (!spark.sparkContext().isLocal()) {
                throw new ConfigException("--output is missing: on a cluster, give a folder that all executors reach.");
            }
            Path temporary = Files.createTempDirectory("quire-evaluate");
            try {
                return evaluate(job, spark, "file:" + temporary).code();
            } finally {
                FileUtil.fullyDelete(temporary.toFile());
            }
        }
    }

    /** What is scored is the engine, so it gets every page. */
    static Job job(SparkConf conf) {
        return Job.of(conf.setIfMissing("spark.quire.text-layer", "never"));
    }

    /** Throws ConfigException where {@code tables} holds tables, or nothing is there to read. */
    ExitCode evaluate(Job job, SparkSession spark, String tables) throws IOException, InterruptedException {
        if (Tables.at(spark, tables).exist()) {
            throw new ConfigException("--output %s: holds tables already. Give a new folder.".formatted(tables));
        }
        try (Run run = new Run(spark, tables)) {
            Optional<RunReport> report = job.read(run, inputs, tables, Tables.Reprocess.NONE, Caps.none());
            if (report.isEmpty()) {
                throw new ConfigException("--input %s: no file to read.".formatted(String.join(", ", inputs)));
            }
            Tables.at(spark, tables).registerViews();
            List<Evaluation.File> files = new ArrayList<>();
            for (Row row : spark.sql(DELIVERED).collectAsList()) {
                String path = row.getAs("path");
                if (!isReference(path)) {
                    int pages = row.getAs("pages_expected");
                    int failed = row.getAs("pages_failed");
                    files.add(Evaluation.File.of(
                            path, pages, failed, reference(row, job, run), row.getAs("text"), row.getAs("markdown")));
                }
            }
            Evaluation evaluation = new Evaluation(
                    job.engines().first().id() + " " + job.engines().first().version(), files);
            PrintWriter out = spec.commandLine().getOut();
            out.println(format == Format.JSON ? EvaluationJson.of(evaluation) : EvaluationTable.of(evaluation));
            out.flush();
            return job.exitCode(report.orElseThrow());
        }
    }

    /** The folder of references may lie within the input. */
    private boolean isReference(String path) {
        return truth != null && path.startsWith("file:" + truth.toAbsolutePath().normalize() + "/");
    }

    private Reference reference(Row row, Job job, Run run) throws IOException {
        String path = row.getAs("path");
        Optional<Reference> given = truth == null ? Optional.empty() : new ReferenceFolder(truth).find(path);
        if (given.isPresent()) {
            return given.orElseThrow();
        }
        DocumentRef document = new DocumentRef(
                row.getAs("document_id"),
                path,
                row.getAs("length"),
                row.<Timestamp>getAs("modification_time").getTime(),
                row.getAs("content_key"),
                List.of(),
                false,
                Priority.NORMAL);
        try (OpenDocument open = run.files().open(document, job.config().read().limits())) {
            return BornDigitalText.of(open)
                    .map(text -> new Reference(Reference.Source.TEXT_LAYER, text))
                    .orElse(Reference.NONE);
        } catch (DocumentException e) {
            // Why it cannot be opened stands in the tables; here it has no reference
            return Reference.NONE;
        }
    }
}
