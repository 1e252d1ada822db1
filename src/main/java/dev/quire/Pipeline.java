package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Recognition;
import dev.quire.merge.MergePages;
import dev.quire.observe.PlanReport;
import dev.quire.observe.RunReport;
import dev.quire.plan.Cluster;
import dev.quire.plan.Forecast;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.source.DocumentRef;
import dev.quire.source.DocumentSource;
import dev.quire.source.Inventory;
import dev.quire.table.Tables;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What happens to a PDF, on one screen: list, skip what is done, scan and split, price and pack, recognise, land pages,
 * regroup and merge, land documents, report.
 */
record Pipeline(Run run, DocumentSource source, QuireConfig config, EngineFactory engine, Tables tables) {

    /** What there is to do and what it will take; empty where there is nothing to read. */
    Optional<Planned> plan(Tables.Reprocess reprocess) throws IOException {
        run.step("list");
        Inventory inventory = Inventory.of(source, run.context().hadoopConfiguration());
        Dataset<Row> found = run.keep(source.found(run.spark()));
        Dataset<Row> listing = source.documents(found, inventory, fingerprint());
        JavaRDD<DocumentRef> todo = run.keep(tables.remaining(listing, reprocess));
        long open = todo.count();
        if (open == 0) {
            return Optional.empty();
        }
        run.step("scan");
        JavaRDD<ScannedDocument> all = run.stage(run.spread(todo, open).map(run.scan(config.read())));
        JavaRDD<ScannedDocument> scanned = all.filter(document -> !document.deferred());

        run.step("plan");
        Cluster cluster = run.cluster(config.device(), tables.runs().overlap(engine));
        CostHistory history = tables.costs().of(engine);
        CostModel costs = history.model(engine.prior(), cluster.tasksPerDevice());
        Planner.Work work = new Planner(run.context(), config.plan(), cluster, costs).plan(scanned);
        return Optional.of(new Planned(inventory, listing.count() - open, all, cluster, history, costs, work));
    }

    /** Empty where there was nothing to read: then nothing was written either. */
    Optional<RunReport> read(Tables.Reprocess reprocess, Caps caps) throws IOException {
        Optional<Planned> planned = plan(reprocess);
        planned.ifPresent(plan -> caps.check(plan.work().forecast()));
        return planned.map(this::read);
    }

    /** A plan in figures. */
    PlanReport report(Planned planned) {
        run.step("report");
        Forecast forecast = planned.work().forecast();
        return new PlanReport(
                run.id(),
                run.started(),
                planned.all().count(),
                listing(planned),
                planned.reasons(),
                planned.unreadable(),
                forecast,
                planned.work().path(forecast.longest()),
                planned.cluster(),
                planned.history().pages());
    }

    private RunReport.Listing listing(Planned planned) {
        return new RunReport.Listing(
                source.inputs(),
                planned.skipped(),
                planned.deferred(),
                List.copyOf(planned.inventory().hidden()));
    }

    private RunReport read(Planned planned) {
        tables.createIfAbsent();
        Planner.Work work = planned.work();

        run.step("read");
        Recognition recognition = Recognition.of(run.context(), engine, run.files(), config.read(), config.device());
        run.progress().pages(work.plan().rows(), recognition.done()::value, recognition.failed()::value);
        for (PagePlan.Wave wave : work.plan().waves()) {
            run.name(wave);
            tables.pages()
                    .land(
                            recognition.read(work.wave(wave), wave),
                            wave,
                            run.id(),
                            run.writer(),
                            engine,
                            planned.costs());
        }

        run.step("merge");
        Dataset<Row> expected =
                run.keep(tables.expected(planned.scanned(), config.plan().split()));
        Dataset<Row> regrouped = run.keep(tables.regroup(expected));
        tables.landDocuments(regrouped, new MergePages(config.pageSeparator()), run.id(), run.writer(), engine);

        run.step("report");
        RunReport.Pages pages = tables.pagesOf(run.id());
        RunReport report = new RunReport(
                run.id(),
                run.started(),
                Instant.now(),
                config.texts(),
                listing(planned),
                tables.documentsOf(run.id()),
                work.plan().rows(),
                pages,
                tables.unbalanced(expected, regrouped),
                run.balance(work.plan()),
                RunReport.Spending.of(
                        work.forecast(),
                        run.seconds("read"),
                        pages.cost(),
                        planned.costs(),
                        planned.cluster(),
                        config.plan().devicePrice()));
        tables.runs().land(report, engine);
        tables.learn(run.id(), engine);
        return report;
    }

    /** What changes the output: another fingerprint reads every document again. */
    private String fingerprint() {
        return "%s %s %s %d"
                .formatted(
                        engine.id(),
                        engine.version(),
                        config.read().textLayer(),
                        config.read().limits().longSide());
    }
}
