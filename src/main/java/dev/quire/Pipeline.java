package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.infer.ChosenEngines;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Recognition;
import dev.quire.merge.MergePages;
import dev.quire.notify.Notifier;
import dev.quire.observe.RunReport;
import dev.quire.plan.Cluster;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.source.Arrivals;
import dev.quire.source.DocumentRef;
import dev.quire.source.DocumentSource;
import dev.quire.source.Inventory;
import dev.quire.source.Priorities;
import dev.quire.source.Priority;
import dev.quire.table.PageWriter;
import dev.quire.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What happens to a PDF, on one screen: list, skip what is done, scan and split, price and pack, recognise, land pages,
 * regroup and merge, land documents, report. First what is urgent, then the rest, and beside both what is urgent and late.
 */
record Pipeline(
        Run run,
        DocumentSource source,
        Priorities priorities,
        QuireConfig config,
        ChosenEngines engines,
        Tables tables,
        Notifier notifier) {

    /** The same, into these tables. */
    Pipeline writing(Tables tables) {
        return new Pipeline(run, source, priorities, config, engines, tables, notifier);
    }

    /** What there is to do and what it will take; empty where there is nothing to read. */
    Optional<Planned> plan(Tables.Reprocess reprocess) {
        Part part = run.part(Lane.BACKLOG);
        part.step("list");
        Inventory inventory = Inventory.of(source, run.context().hadoopConfiguration());
        Dataset<Row> found = run.keep(source.found(run.spark()));
        Dataset<Row> listing = priorities.of(source.documents(found, inventory, fingerprint()));
        return plan(inventory, listing, reprocess, part);
    }

    private Optional<Planned> plan(Inventory inventory, Dataset<Row> listing, Tables.Reprocess reprocess, Part part) {
        JavaRDD<DocumentRef> todo = run.keep(tables.remaining(listing, reprocess, merge()));
        Map<String, Long> open =
                todo.map(document -> document.priority().name()).countByValue();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        part.step("scan");
        JavaRDD<ScannedDocument> all = part.stage(run.spread(todo, todo.count()).map(run.scan(config.read())));
        JavaRDD<ScannedDocument> scanned = all.filter(document -> !document.deferred());

        part.step("plan");
        EngineFactory engine = engines.first();
        Cluster cluster = run.cluster(engine, config.device(), tables.runs().overlap(engine));
        CostHistory history = tables.costs().of(engine);
        CostModel costs = history.model(engine.prior(), cluster.tasksInTurn());
        Planner.Work work = new Planner(run.context(), config.plan(), cluster, costs).plan(scanned);
        int firstWave = run.numberWaves(work.plan().waves().size());
        return Optional.of(new Planned(inventory, listing, open, all, cluster, history, costs, work, firstWave));
    }

    /** Empty where there was nothing to read: then nothing was written either. */
    Optional<RunReport> read(Tables.Reprocess reprocess, Caps caps) throws InterruptedException {
        accountForBrokenOff();
        Optional<Planned> planned = plan(reprocess);
        if (planned.isEmpty()) {
            return Optional.empty();
        }
        caps.check(planned.orElseThrow().work().forecast());
        return Optional.of(read(planned.orElseThrow()));
    }

    private void accountForBrokenOff() {
        if (!tables.exist()) {
            return;
        }
        for (String broken : tables.accountForBrokenOff()) {
            run.progress().tell("Run %s broke off. What it had landed is counted in runs now.".formatted(broken));
        }
    }

    private RunReport read(Planned planned) throws InterruptedException {
        tables.createIfAbsent();
        run.step("read");
        Arrivals arrivals = new Arrivals(source, planned.listing());
        long unbalanced;
        List<Part.Outcome> late;
        try (LateLane<Part.Outcome> lane = LateLane.open(
                priorities.watch(), () -> readLate(arrivals, planned.inventory()), run.progress()::tell)) {
            unbalanced = read(planned, run.part(Lane.URGENT)) + read(planned, run.part(Lane.BACKLOG));
            late = lane.finish();
        }
        Notifier.Count notices = notifier.finish();

        run.step("report");
        RunReport report = reports().of(planned, late, unbalanced, notices);
        tables.runs().land(report, engines.first());
        tables.learn(run.id(), engines.first());
        return report;
    }

    /** Reads the part's documents of a plan and lands them. How many do not hold the pages that they have? */
    private long read(Planned planned, Part part) throws InterruptedException {
        Lane lane = part.lane();
        Recognition recognition =
                Recognition.of(run.context(), engines, run.files(), config.read(), config.device(), run.devices());
        List<PagePlan.Wave> waves = planned.work().plan().waves().stream()
                .filter(wave -> lane.takes(wave.priority()))
                .toList();
        part.reading(waves, recognition);
        PageWriter writer = tables.pages().writer(run.id(), part.writer(), engines.first(), planned.costs());
        for (PagePlan.Wave wave : waves) {
            run.describe(planned.name(wave));
            writer.land(recognition.read(planned.work().wave(wave), wave), wave, planned.number(wave));
        }
        new Repair(run, part, tables, writer, recognition).read(planned, waves);

        part.step("merge");
        if (planned.open().keySet().stream().map(Priority::valueOf).noneMatch(lane::takes)) {
            return 0;
        }
        JavaRDD<ScannedDocument> scanned = planned.scanned()
                .filter(document -> lane.takes(document.document().priority()));
        Dataset<Row> expected = run.keep(tables.expected(scanned, config.plan().split()));
        Dataset<Row> regrouped = run.keep(tables.regroup(expected));
        tables.landDocuments(regrouped, merge(), run.id(), part.writer());
        if (!notifier.isIdle()) {
            notifier.tell(tables.landed(expected, run.id()));
        }
        return tables.unbalanced(expected, regrouped);
    }

    private Optional<Part.Outcome> readLate(Arrivals arrivals, Inventory inventory) throws InterruptedException {
        Lane.LATE.enter(run.context());
        Dataset<Row> arrived = arrivals.look();
        if (arrived.isEmpty()) {
            return Optional.empty();
        }
        Part part = run.part(Lane.LATE);
        part.step("list");
        Dataset<Row> urgent = priorities.urgent(DocumentSource.documents(arrived, fingerprint()));
        Optional<Planned> planned = plan(inventory, urgent, Tables.Reprocess.NONE, part);
        return planned.isEmpty()
                ? Optional.empty()
                : Optional.of(new Part.Outcome(planned.orElseThrow(), read(planned.orElseThrow(), part)));
    }

    /** What the pipeline did or would do, in figures. */
    Reports reports() {
        return new Reports(run, source, priorities, config, tables);
    }

    private MergePages merge() {
        return new MergePages(config.pageSeparator());
    }

    /** What changes the output: another fingerprint reads every document again. */
    private String fingerprint() {
        return "%s %s %s %d%s"
                .formatted(
                        engines.first().id(),
                        engines.first().version(),
                        config.read().textLayer(),
                        config.read().limits().longSide(),
                        config.read().figures() ? " figures" : "");
    }
}
