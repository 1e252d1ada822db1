package dev.quire.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A run's report for a person. */
public final class Summary {

    private static final int MOST_HIDDEN = 5;

    private Summary() {}

    /** A dozen lines of plain text. */
    public static String of(RunReport report, String output) {
        StringBuilder text = new StringBuilder();
        line(text, "Run %s: %s", report.runId(), report.balances() ? "balanced, no page lost" : "NOT BALANCED");
        line(
                text,
                "  pages      %,d in = %,d ok + %,d blank + %,d failed",
                report.pagesIn(),
                report.pages().ok(),
                report.pages().blank(),
                report.pages().failed());
        line(
                text,
                "  read       %,d by the model, %,d from their text layer",
                report.pages().ok() - report.pages().textLayer(),
                report.pages().textLayer());
        line(
                text,
                "  documents  %,d complete, %,d partial, %,d failed; %,d skipped because they are done",
                report.documents().complete(),
                report.documents().partial(),
                report.documents().failed(),
                report.listing().skipped());
        report.pages().errors().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(error -> line(text, "  failed     %,6d %s", error.getValue(), error.getKey()));
        issues(text, "issues", report.issues(), RunReport.IssueCount::open);
        issues(text, "repaired", report.issues(), RunReport.IssueCount::repaired);
        if (report.unbalancedDocuments() > 0) {
            line(text, "  LOST       %,d documents do not hold the pages that they have", report.unbalancedDocuments());
        }
        if (report.listing().deferred() > 0) {
            line(
                    text,
                    "  deferred   %,d known documents could not be opened for now; the next run tries again",
                    report.listing().deferred());
        }
        if (!report.listing().hidden().isEmpty()) {
            line(
                    text,
                    "  not read   %,d files with a name that begins with _ or . in their path, such as %s",
                    report.listing().hidden().size(),
                    String.join(
                            ", ",
                            report.listing().hidden().stream()
                                    .limit(MOST_HIDDEN)
                                    .toList()));
        }
        if (report.listing().late() > 0) {
            line(
                    text,
                    "  late       %,d urgent documents came while the run went on",
                    report.listing().late());
        }
        if (report.listing().unlisted().count() > 0) {
            line(
                    text,
                    "  manifest   %,d of its paths are not under the inputs, such as %s",
                    report.listing().unlisted().count(),
                    String.join(", ", report.listing().unlisted().first()));
        }
        if (report.webhooks().sent() + report.webhooks().failed() > 0) {
            line(
                    text,
                    "  webhooks   %,d sent, %,d failed",
                    report.webhooks().sent(),
                    report.webhooks().failed());
        }
        line(
                text,
                "  time       %.1f s, %.2f pages/s; a page takes %s",
                report.seconds(),
                report.pagesPerSecond(),
                percentiles(report.pages()));
        line(text, "  forecast   %s", forecast(report.spending(), report.pages()));
        line(
                text,
                "  balance    slots without a task %.0f %% of the time, planned %.0f %%",
                100 * report.balance().actualIdle(),
                100 * report.balance().plannedIdle());
        if (!report.devices().each().isEmpty()) {
            line(text, "  devices    %s", devices(report));
        }
        line(text, "  tables     %s/{pages,documents,runs}", output);
        return Printable.of(text.toString());
    }

    /** Most first. */
    private static void issues(
            StringBuilder text,
            String title,
            List<RunReport.IssueCount> issues,
            ToLongFunction<RunReport.IssueCount> count) {
        String counts = issues.stream()
                .filter(issue -> count.applyAsLong(issue) > 0)
                .sorted(Comparator.comparingLong(count).reversed())
                .map(issue -> String.format(Locale.ROOT, "%,d %s", count.applyAsLong(issue), issue.type()))
                .collect(Collectors.joining(", "));
        if (!counts.isEmpty()) {
            line(text, "  %-10s %s", title, counts);
        }
    }

    private static String devices(RunReport report) {
        RunReport.Devices devices = report.devices();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%d had pages %.0f %% of the time", devices.each().size(), 100 * devices.fed()));
        known(text, " and computed %.0f %%", 100 * devices.use());
        if (devices.each().size() > 1) {
            known(text, ", the last %.1f s longer than the first", devices.idleSecondsApart());
        }
        known(text, "; batches %.0f %% full", 100 * devices.load().fill());
        known(text, ", %.1f %% padding", 100 * devices.load().paddingShare());
        known(text, "; %,.0f tokens/s", report.tokensPerSecond() == 0 ? Double.NaN : report.tokensPerSecond());
        return text.toString();
    }

    private static void known(StringBuilder text, String format, double value) {
        if (!Double.isNaN(value)) {
            text.append(String.format(Locale.ROOT, format, value));
        }
    }

    private static String forecast(RunReport.Spending spending, RunReport.Pages pages) {
        RunReport.CostError error = pages.error();
        return String.format(
                Locale.ROOT,
                "%.1f s of reading expected, %.1f s taken; %.3f device hours%s%s",
                spending.forecast().seconds(),
                spending.readSeconds(),
                spending.deviceHours(),
                Double.isNaN(spending.price())
                        ? ""
                        : String.format(Locale.ROOT, " at a price of %.2f", spending.price()),
                error == null
                        ? ""
                        : String.format(Locale.ROOT, "; pages' costs were off by %.0f %%", 100 * error.share()));
    }

    private static String percentiles(RunReport.Pages pages) {
        return pages.percentile(0) == null
                ? "no time: none was read"
                : String.format(Locale.ROOT, "%,d ms (median), %,d ms (p95)", pages.percentile(0), pages.percentile(1));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
