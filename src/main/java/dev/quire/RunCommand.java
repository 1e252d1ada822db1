package dev.quire;

import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
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

/** {@code quire run}: the nightly job. */
@Command(
        name = "run",
        description = "Reads what is new under the inputs and lands it in the tables under the output.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

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
            description = "The folder of the tables. Created where it is missing.")
    @SuppressWarnings("NullAway.Init") // picocli
    private String output;

    @Option(
            names = "--reprocess",
            arity = "0..1",
            fallbackValue = "ALL",
            defaultValue = "NONE",
            paramLabel = "all|failed",
            description =
                    "Reads documents again that are done: all (the default of this option), or those with failed pages.")
    private Tables.Reprocess reprocess = Tables.Reprocess.NONE;

    @Mixin
    private final Caps caps = Caps.none();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Job job = Job.of(new SparkConf());
        try (SparkSession spark = Sessions.open("Quire")) {
            String tables = Locations.absolute(output, spark);
            try (Run run = new Run(spark, tables)) {
                return finish(job.read(run, inputs, tables, reprocess, caps), job)
                        .code();
            }
        }
    }

    private ExitCode finish(Optional<RunReport> report, Job job) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.map(read -> Summary.of(read, output))
                .orElse("Nothing to read: the tables hold every document of the input.\n"));
        out.flush();
        return report.map(job::exitCode).orElse(ExitCode.OK);
    }
}
