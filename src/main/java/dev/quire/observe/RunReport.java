package dev.quire.observe;

import dev.quire.device.DeviceUse;
import dev.quire.device.EngineLoad;
import dev.quire.plan.Cluster;
import dev.quire.plan.Forecast;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.PageCost;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run did, counted from the tables.
 *
 * @param listing what was listed and not read
 * @param documents read in this run
 * @param pagesIn pages that the plan gave out; a document that cannot be opened counts as one
 * @param unbalancedDocuments documents whose landed pages are not the pages that they have
 * @param issues of these documents, by type
 */
public record RunReport(
        String runId,
        Instant started,
        Instant finished,
        Map<String, String> configuration,
        Listing listing,
        Documents documents,
        long pagesIn,
        Pages pages,
        long unbalancedDocuments,
        List<IssueCount> issues,
        Webhooks webhooks,
        Balance balance,
        Spending spending,
        Devices devices) {

    /**
     * What was listed, and what of it was left out, and why.
     *
     * @param skipped documents that the tables hold already
     * @param deferred known documents that could not be opened for a passing reason; their rows stay
     * @param hidden PDFs and images that Spark's listing leaves out because a name begins with an underscore or a dot
     * @param late urgent documents that came while the run went on, and were read
     * @param unlisted paths of the manifest with no file
     */
    public record Listing(
            List<String> inputs, long skipped, long deferred, List<String> hidden, long late, Unlisted unlisted) {}

    /**
     * Paths of the manifest that are in no listing.
     *
     * @param first a few of them, in order
     */
    public record Unlisted(long count, List<String> first) {}

    /** Documents of the run by status. */
    public record Documents(long complete, long partial, long failed) {
        public long all() {
            return complete + partial + failed;
        }
    }

    /**
     * Pages of the run by status, read back from the table.
     *
     * @param textLayer of those that are OK, read from their text layer
     * @param errors failed pages by error class
     * @param milliseconds percentiles 50, 95 and 99 of a page's time, from drawing it to its text
     * @param cost of those that did not fail, measured
     * @param error of what was predicted of it; null where there is none
     */
    public record Pages(
            long ok,
            long textLayer,
            long blank,
            long failed,
            Map<String, Long> errors,
            List<Long> milliseconds,
            PageCost cost,
            @Nullable CostError error) {

        public long all() {
            return ok + blank + failed;
        }

        /** Null where no page was read. */
        public @Nullable Long percentile(int index) {
            return index < milliseconds.size() ? milliseconds.get(index) : null;
        }
    }

    /**
     * How far predicted costs of pages were from actual ones.
     *
     * @param mape mean of |predicted - actual| / actual: pages that cost next to nothing decide it
     * @param share sum of |predicted - actual| over all actual cost
     * @param bias all predicted cost over all actual cost, less 1
     */
    public record CostError(double mape, double share, double bias) {}

    /**
     * Issues of one type, of all documents of the run.
     *
     * @param repaired of these, that the text was changed for
     */
    public record IssueCount(String type, long count, long repaired) {
        public long open() {
            return count - repaired;
        }
    }

    /** Messages about documents that have landed. */
    public record Webhooks(long sent, long failed) {}

    /**
     * How evenly the costliest wave was spread.
     *
     * @param plannedIdle share of time in which slots would have had nothing to do, had all gone as predicted
     * @param actualIdle share of time in which they had no task
     */
    public record Balance(double plannedIdle, double actualIdle) {}

    /**
     * What reading was expected to take, and what it took.
     *
     * @param readSeconds from the first page to the last
     * @param workSeconds the pages' measured cost over the tasks that ran at once
     * @param deviceHours for which devices were taken up
     * @param price of these, NaN where no price of an hour is known
     */
    public record Spending(
            Forecast forecast, double readSeconds, double workSeconds, double deviceHours, double price) {

        public static Spending of(
                Forecast forecast, double readSeconds, PageCost cost, CostModel costs, Cluster cluster, double price) {
            double deviceHours = readSeconds * cluster.devices() / 3_600;
            return new Spending(
                    forecast,
                    readSeconds,
                    costs.taskMillis(cost) / cluster.slots() / 1_000,
                    deviceHours,
                    price == 0 ? Double.NaN : deviceHours * price);
        }
    }

    /**
     * How well devices were used.
     *
     * @param each over the time in which any was busy
     */
    public record Devices(List<DeviceUse> each, EngineLoad load) {

        public Devices {
            each = List.copyOf(each);
        }

        /** Mean share of the time in which they had pages; NaN where the model read none. */
        public double fed() {
            return mean(DeviceUse::fed);
        }

        /** Mean share of the time in which they computed anything; NaN where nobody tells. */
        public double use() {
            return mean(DeviceUse::use);
        }

        private double mean(ToDoubleFunction<DeviceUse> share) {
            return each.stream().mapToDouble(share).average().orElse(Double.NaN);
        }

        /** From when the first of them had nothing more to do to when the last had. */
        public double idleSecondsApart() {
            LongSummaryStatistics ends = each.stream()
                    .mapToLong(device -> device.lastBusy().toEpochMilli())
                    .summaryStatistics();
            return each.isEmpty() ? Double.NaN : (ends.getMax() - ends.getMin()) / 1e3;
        }
    }

    /** pages_in = ok + blank + failed, for the run and for each of its documents. */
    public boolean balances() {
        return pagesIn == pages.all() && unbalancedDocuments == 0;
    }

    public double seconds() {
        return (finished.toEpochMilli() - started.toEpochMilli()) / 1000.0;
    }

    /** Written by a generative model, by the second of reading. */
    public double tokensPerSecond() {
        return pages.cost().tokens() / Math.max(0.001, spending.readSeconds());
    }

    public double pagesPerSecond() {
        return pages.all() / Math.max(0.001, seconds());
    }
}
