package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Recognition;
import dev.quire.merge.MergePages;
import dev.quire.observe.RunReport;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
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

    /** Empty where there was nothing to read: then nothing was written either. */
    Optional<RunReport> read(Tables.Reprocess reprocess) throws IOException {
        run.step("list");
        Inventory inventory = Inventory.of(source, run.context().hadoopConfiguration());
        Dataset<Row> found = run.keep(source.found(run.spark()));
        Dataset<Row> listing = source.documents(found, inventory, fingerprint());
        JavaRDD<DocumentRef> todo = run.keep(tables.remaining(listing, reprocess));
        long open = todo.count();
        if (open == 0) {
            return Optional.empty();
        }
        tables.createIfAbsent();

        run.step("scan");
        JavaRDD<ScannedDocument> all = run.stage(run.spread(todo, open).map(run.scan(config.read())));
        JavaRDD<ScannedDocument> scanned = all.filter(document -> !document.deferred());

        run.step("plan");
        Planner.Work work = new Planner(run.context(), config.plan(), run.slots(config.device())).plan(scanned);

        Recognition recognition = Recognition.of(run.context(), engine, run.files(), config.read(), config.device());
        run.progress().pages(work.plan().rows(), recognition.done()::value, recognition.failed()::value);
        for (PagePlan.Wave wave : work.plan().waves()) {
            run.name(wave);
            tables.pages().land(recognition.read(work.wave(wave), wave), wave, run.id(), run.writer(), engine);
        }

        run.step("merge");
        Dataset<Row> expected = run.keep(tables.expected(scanned));
        Dataset<Row> regrouped = run.keep(tables.regroup(expected));
        tables.landDocuments(regrouped, new MergePages(config.pageSeparator()), run.id(), run.writer(), engine);

        run.step("report");
        RunReport report = new RunReport(
                run.id(),
                run.started(),
                Instant.now(),
                config.texts(),
                new RunReport.Listing(
                        source.inputs(),
                        listing.count() - open,
                        all.filter(ScannedDocument::deferred).count(),
                        List.copyOf(inventory.hidden())),
                tables.documentsOf(run.id()),
                work.plan().rows(),
                tables.pagesOf(run.id()),
                tables.unbalanced(expected, regrouped),
                run.balance(work.plan()));
        tables.runs().land(report, engine.id() + " " + engine.version());
        return Optional.of(report);
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
