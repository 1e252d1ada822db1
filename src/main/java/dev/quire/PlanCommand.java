package dev.quire;

import dev.quire.observe.PlanReport;
import dev.quire.observe.PlanSummary;
import dev.quire.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quire plan}: what a run would do and take, without reading a page. */
@Command(
        name = "plan",
        description = "Opens what is new under the inputs and says what a run would take. Reads no page.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    /** How the forecast is written. */
    enum Format {
        TABLE,
        JSON
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "URI",
            description = "A folder, file or glob, on file:, s3a: or hdfs:. May be given several times.")
    @SuppressWarnings("NullAway.Init") // picocli
    private List<String> inputs;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "URI",
            description = "The folder of the tables: what they hold is not read again, and the forecast is kept there.")
    @SuppressWarnings("NullAway.Init") // picocli
    private String output;

    @Option(
            names = "--reprocess",
            arity = "0..1",
            fallbackValue = "ALL",
            defaultValue = "NONE",
            paramLabel = "all|failed",
            description = "As for run.")
    private Tables.Reprocess reprocess = Tables.Reprocess.NONE;

    @Option(names = "--format", defaultValue = "TABLE", paramLabel = "table|json", description = "table or json.")
    private Format format = Format.TABLE;

    @Mixin
    private final Caps caps = Caps.none();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Job job = Job.of(new SparkConf());
        caps.checkPrice(job.config().plan().devicePrice());
        try (SparkSession spark = Sessions.open("Quire plan")) {
            return plan(job, spark, Locations.absolute(output, spark)).code();
        }
    }

    private ExitCode plan(Job job, SparkSession spark, String root) throws IOException, InterruptedException {
        try (Run run = new Run(spark, root)) {
            Pipeline pipeline = job.pipeline(run, inputs, root);
            Optional<PlanReport> report = pipeline.plan(reprocess).map(pipeline.reports()::of);
            run.progress().close();
            print(report, job, Tables.at(spark, root));
            report.ifPresent(planned -> caps.check(planned.forecast()));
            return ExitCode.OK;
        }
    }

    private void print(Optional<PlanReport> report, Job job, Tables tables) {
        PrintWriter out = spec.commandLine().getOut();
        if (report.isPresent()) {
            String json =
                    tables.plans().land(report.orElseThrow(), job.engines().first());
            out.println(
                    format == Format.JSON
                            ? json
                            : PlanSummary.of(report.orElseThrow(), output).stripTrailing());
        } else {
            out.println(
                    format == Format.JSON
                            ? "{\"documents\":0,\"pages\":0}"
                            : "Nothing to read: the tables hold every document of the input.");
        }
        out.flush();
    }
}
