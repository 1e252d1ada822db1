package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.config.QuireConfig;
import dev.quire.config.WebhookConfig;
import dev.quire.infer.ChosenEngines;
import dev.quire.infer.Engines;
import dev.quire.notify.Notifier;
import dev.quire.observe.Progress;
import dev.quire.observe.RunReport;
import dev.quire.source.DocumentSource;
import dev.quire.source.Manifest;
import dev.quire.source.Priorities;
import dev.quire.table.ConditionalLogStore;
import dev.quire.table.Lease;
import dev.quire.table.Tables;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** What every start of the job has in common: settings and places are checked before anything is written. */
record Job(QuireConfig config, ChosenEngines engines) {

    /** Throws ConfigException with all problems of the settings at once. */
    static Job of(SparkConf conf) {
        QuireConfig config = QuireConfig.from(properties(conf));
        checkRedaction(conf, config.webhook());
        return new Job(config, Engines.chosen(config));
    }

    /** The Spark UI and the event log mask what this pattern matches. */
    private static void checkRedaction(SparkConf conf, WebhookConfig webhook) {
        String key = "spark.quire.webhook.secret";
        String pattern = conf.get("spark.redaction.regex", key);
        if (!webhook.secret().isEmpty()
                && !Pattern.compile(pattern).matcher(key).find()) {
            throw new ConfigException(
                    "spark.redaction.regex: %s does not match %s, so that the Spark UI would show it. Add |secret to it."
                            .formatted(pattern, key));
        }
    }

    /** Empty where there was nothing to read. */
    Optional<RunReport> read(Run run, List<String> inputs, String output, Tables.Reprocess reprocess, Caps caps)
            throws IOException, InterruptedException {
        caps.checkPrice(config.plan().devicePrice());
        Progress progress = run.progress();
        try (progress) {
            Pipeline pipeline = pipeline(run, inputs, output);
            tellOfLostCommits(run, output);
            try (Lease lease = run.take(config.leaseExpiry())) {
                return pipeline.writing(Tables.at(run.spark(), output, lease::check))
                        .read(reprocess, caps);
            }
        }
    }

    /** The job over these places, once they are found to be usable. */
    Pipeline pipeline(Run run, List<String> inputs, String output) throws IOException, InterruptedException {
        Configuration hadoop = run.context().hadoopConfiguration();
        DocumentSource source = DocumentSource.of(inputs, config.pattern(), hadoop);
        Locations.check(inputs, output, hadoop);
        run.checkDevices(config.device());
        run.awaitExecutors(config.executorWait());
        Manifest manifest = manifest(run);
        run.unlock(manifest.passwords());
        Priorities priorities = new Priorities(config.priority(), manifest.entries());
        Notifier notifier = run.notifier(manifest.callbacks(), config.webhook());
        Tables tables = Tables.at(run.spark(), output);
        return new Pipeline(run, source, priorities, config, engines.listed(hadoop), tables, notifier);
    }

    private static void tellOfLostCommits(Run run, String output) {
        if (ConditionalLogStore.mayLose(output, run.context().getConf())) {
            run.progress()
                    .tell(("Warning: with the log store that %s names, Delta loses commits to %s where another driver"
                                    + " writes at the same time. Nothing guards against it: be sure that none does.")
                            .formatted(ConditionalLogStore.KEY, output));
        }
    }

    private Manifest manifest(Run run) {
        if (config.manifest().isEmpty()) {
            return Manifest.none(run.spark());
        }
        Manifest manifest = Manifest.read(config.manifest(), config.webhook(), run.spark());
        run.keep(manifest.entries());
        return manifest;
    }

    ExitCode exitCode(RunReport report) {
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
