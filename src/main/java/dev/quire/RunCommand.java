package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.config.QuireConfig;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Engines;
import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
import dev.quire.source.DocumentSource;
import dev.quire.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> properties = properties(new SparkConf());
        QuireConfig config = QuireConfig.from(properties);
        EngineFactory engine = Engines.find(config.engine());
        try (SparkSession spark = Sessions.open("Quire")) {
            return finish(read(spark, config, engine), config).code();
        }
    }

    private Optional<RunReport> read(SparkSession spark, QuireConfig config, EngineFactory engine)
            throws IOException, InterruptedException {
        try (Run run = new Run(spark, output)) {
            Configuration hadoop = run.context().hadoopConfiguration();
            DocumentSource source = DocumentSource.of(inputs, config.pattern(), hadoop);
            Locations.check(inputs, output, hadoop);
            run.checkDevices(config.device());
            run.awaitExecutors(config.executorWait());
            return new Pipeline(run, source, config, engine, Tables.at(spark, output)).read(reprocess);
        }
    }

    private ExitCode finish(Optional<RunReport> report, QuireConfig config) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.map(read -> Summary.of(read, output))
                .orElse("Nothing to read: the tables hold every document of the input.\n"));
        out.flush();
        return report.map(read -> exitCode(read, config)).orElse(ExitCode.OK);
    }

    private static ExitCode exitCode(RunReport report, QuireConfig config) {
        if (!report.balances()) {
            return ExitCode.UNBALANCED;
        }
        RunReport.Pages pages = report.pages();
        return pages.failed() > config.maxFailedShare() * pages.all() ? ExitCode.TOO_MANY_FAILED : ExitCode.OK;
    }

    private static Map<String, String> properties(SparkConf conf) {
        Map<String, String> properties = new HashMap<>();
        for (scala.Tuple2<String, String> entry : conf.getAll()) {
            properties.put(entry._1(), entry._2());
        }
        if (properties.getOrDefault("spark.master", "local[*]").startsWith("local")
                && !properties.getOrDefault("spark.quire.device", "cpu").equals("cpu")) {
            throw new ConfigException(
                    "spark.quire.device=%s needs a cluster that assigns devices; local[*] cannot. Start a standalone cluster (docs/operations.md), or set spark.quire.device=cpu."
                            .formatted(properties.get("spark.quire.device")));
        }
        return properties;
    }
}
