package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.notify.Notifier;
import dev.quire.observe.PlanReport;
import dev.quire.observe.RunReport;
import dev.quire.plan.Forecast;
import dev.quire.source.DocumentSource;
import dev.quire.source.Priorities;
import dev.quire.table.Tables;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** A run, or the plan of one, in figures. */
record Reports(Run run, DocumentSource source, Priorities priorities, QuireConfig config, Tables tables) {

    /** Paths without a file that are named. */
    private static final int MOST_NAMED = 5;

    /** What would be done. */
    PlanReport of(Planned planned) {
        run.step("report");
        Forecast forecast = planned.work().forecast();
        return new PlanReport(
                run.id(),
                run.started(),
                planned.all().count(),
                listing(List.of(planned)),
                planned.reasons(),
                planned.unreadable(),
                forecast,
                planned.work().path(forecast.longest()),
                planned.cluster(),
                planned.history().pages());
    }

    /**
     * What was done, once all pages have landed.
     *
     * @param planned what the run began with
     * @param late what came meanwhile
     * @param unbalanced documents of the first plan that do not hold the pages that they have
     */
    RunReport of(Planned planned, List<Part.Outcome> late, long unbalanced, Notifier.Count notices) {
        List<Planned> plans = Stream.concat(Stream.of(planned), late.stream().map(Part.Outcome::planned))
                .toList();
        RunReport.Pages pages = tables.pagesOf(run.id());
        return new RunReport(
                run.id(),
                run.started(),
                Instant.now(),
                config.texts(),
                listing(plans),
                tables.documentsOf(run.id()),
                plans.stream().mapToLong(each -> each.work().plan().rows()).sum(),
                pages,
                unbalanced + late.stream().mapToLong(Part.Outcome::unbalanced).sum(),
                tables.issuesOf(run.id()),
                new RunReport.Webhooks(notices.sent(), notices.failed()),
                run.balance(plans),
                RunReport.Spending.of(
                        planned.work().forecast(),
                        run.seconds("read"),
                        pages.cost(),
                        planned.costs(),
                        planned.cluster(),
                        config.plan().devicePrice()),
                new RunReport.Devices(run.devices().value(), run.devices().load()));
    }

    /** Of the plan that a run began with, and those of what came late. */
    private RunReport.Listing listing(List<Planned> plans) {
        Planned planned = plans.get(0);
        return new RunReport.Listing(
                source.inputs(),
                planned.skipped(),
                plans.stream().mapToLong(Planned::deferred).sum(),
                List.copyOf(planned.inventory().hidden()),
                plans.stream().skip(1).mapToLong(Planned::documents).sum(),
                unlisted(planned.listing()));
    }

    private RunReport.Unlisted unlisted(Dataset<Row> listing) {
        Dataset<Row> paths = priorities.unlisted(listing.select("path").union(tables.pathsOf(run.id())));
        List<String> first =
                paths.orderBy("path").limit(MOST_NAMED).as(Encoders.STRING()).collectAsList();
        return new RunReport.Unlisted(paths.count(), first);
    }
}
