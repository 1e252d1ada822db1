package dev.quire.observe;

import dev.quire.plan.Forecast;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan for a person. */
public final class PlanSummary {

    private PlanSummary() {}

    /** A dozen lines of plain text. */
    public static String of(PlanReport report, String output) {
        Forecast forecast = report.forecast();
        StringBuilder text = new StringBuilder();
        line(text, "Plan %s: %,d documents, %,d pages", report.planId(), report.documents(), forecast.pages());
        line(
                text,
                "  read       %,d by the model, %,d from their text layer",
                forecast.modelPages(),
                forecast.textLayerPages());
        line(text, "  because    %s", counts(report.reasons()));
        if (!report.unreadable().isEmpty()) {
            line(text, "  unreadable %s", counts(report.unreadable()));
        }
        line(
                text,
                "  not read   %,d documents that are done, %,d that cannot be opened for now, %,d files with hidden names",
                report.listing().skipped(),
                report.listing().deferred(),
                report.listing().hidden().size());
        line(
                text,
                "  work       %,d fragments in %,d partitions and %,d waves; %,d tasks at once on %,d devices",
                forecast.fragments(),
                forecast.partitions(),
                forecast.waves(),
                report.cluster().slots(),
                report.cluster().devices());
        line(text, "  time       %s of reading, by %s", time(forecast.seconds()), ground(report.learnedPages()));
        line(text, "  devices    %.3f hours%s", forecast.deviceHours(), price(forecast.price()));
        if (forecast.cost().tokens() > 0) {
            line(text, "  tokens     %,.0f", forecast.cost().tokens());
        }
        line(
                text,
                "  longest    %s: from page %d of %s",
                time(forecast.longestSeconds()),
                forecast.longest().firstPage(),
                report.longestPath());
        line(text, "  kept       in %s/plans", output);
        return text.toString();
    }

    private static String ground(double learnedPages) {
        return learnedPages == 0
                ? "the prior: no run has measured this engine here yet"
                : String.format(Locale.ROOT, "what %,.0f pages have taken", learnedPages);
    }

    private static String price(double price) {
        return Double.isNaN(price) ? "" : String.format(Locale.ROOT, ", at a price of %,.2f", price);
    }

    private static String time(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d h %02d min", (long) seconds / 3_600, (long) seconds % 3_600 / 60);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
