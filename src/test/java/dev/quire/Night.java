package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.table.Tables;
import dev.quire.testing.ChildJvm;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.FaultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.spark.sql.Row;

/**
 * One fault: documents in a bucket of its own, a run that is hit, a reader who looks at the tables all the while, the
 * next run, and the account of every page.
 */
final class Night implements AutoCloseable {

    /** Small waves, so that a fault finds some landed and some not. */
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.quire.plan.wave-pages", "3",
            "spark.quire.lease-expiry", "6s",
            "spark.quire.retry.network.delay", "100ms");

    private final FaultBench bench;
    private final String fault;
    private final String bucket;
    private final Map<String, Integer> expected = new LinkedHashMap<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "reader");
    private volatile long landed;
    private volatile boolean over;
    private volatile long struck;
    private volatile long inFlight;

    private Night(FaultBench bench, String fault, String bucket) {
        this.bench = bench;
        this.fault = fault;
        this.bucket = bucket;
    }

    /** Documents of nine pages: text layers, scans, and a blank page in each scan. */
    static Night of(FaultBench bench, String fault) throws IOException, InterruptedException {
        bench.s3().proxy().heal();
        Night night = new Night(bench, fault, bench.s3().newBucket());
        night.put("contract", "a.pdf");
        night.put("invoice", "b.pdf");
        night.put("scan", "c.pdf");
        night.put("scan", "d.pdf");
        night.put("invoice", "e.pdf");
        night.reader.setDaemon(true);
        night.reader.start();
        return night;
    }

    Map<String, String> settings() {
        return SETTINGS;
    }

    String input() {
        return "s3a://" + bucket + "/in";
    }

    String output() {
        return "s3a://" + bucket + "/out";
    }

    /** Puts a sample there, in place of what is there. */
    void put(String sample, String name) throws IOException, InterruptedException {
        byte[] content = Files.readAllBytes(Path.of("docs/samples", sample + ".pdf"));
        bench.s3().put(bucket, "in/" + name, content);
        try (PDDocument document = Loader.loadPDF(content)) {
            expected.put(input() + "/" + name, document.getNumberOfPages());
        }
    }

    void delete(String name) throws IOException, InterruptedException {
        bench.s3().delete(bucket, "in/" + name);
        expected.remove(input() + "/" + name);
    }

    /** Does this once, just before the server gets the first request that matches. */
    void at(Predicate<Exchange> request, Runnable action) {
        bench.s3()
                .proxy()
                .fail(
                        1,
                        new Fault.Hook(() -> {
                            strike();
                            action.run();
                        }),
                        request);
    }

    /** From now on so many matching requests fail so. */
    void fail(int times, Fault how, Predicate<Exchange> request) {
        strike();
        bench.s3().proxy().fail(times, how, request);
    }

    /** The fault strikes now. */
    void strike() {
        struck = System.nanoTime();
        inFlight = pages() - landed;
    }

    /** Whether a request is for something below this path of the bucket. */
    boolean isFor(Exchange exchange, String path) {
        return exchange.path().startsWith("/" + bucket + "/" + path);
    }

    ChildJvm submit(Map<String, String> settings, Map<String, String> environment) throws IOException {
        return bench.submit(this, settings, environment);
    }

    /** A run of the driver in this JVM. */
    Optional<RunReport> run() throws IOException {
        return new TestJob(bench.spark(), output()).run(SETTINGS, input());
    }

    /** The next run, without any fault, and the account. */
    void finish() throws IOException, InterruptedException {
        bench.s3().proxy().heal();
        long ended = System.nanoTime();
        Optional<RunReport> next = run();
        double seconds = ((next.isEmpty() ? ended : System.nanoTime()) - struck) / 1e9;
        over = true;
        reader.join();
        long lost = pages()
                - number("SELECT count(DISTINCT path, page) FROM pages JOIN documents USING (document_id)"
                        + " WHERE pages.status <> 'FAILED' AND path IN (%s)".formatted(paths()));
        long duplicated = number("SELECT count(*) - count(DISTINCT document_id, page) FROM pages")
                + number("SELECT count(*) - count(DISTINCT document_id) FROM documents");
        long redone = next.map(report -> report.pages().all()).orElse(0L);
        FaultTable.add(new FaultTable.Row(fault, inFlight, lost, duplicated, redone, seconds));
        next.ifPresent(
                report -> assertThat(report.balances()).as(report.toString()).isTrue());
        assertThat(lost).as("lost").isZero();
        assertThat(duplicated).as("duplicated").isZero();
        assertThat(number("SELECT count(*) FROM runs WHERE NOT balanced")).isZero();
        assertThat(number("SELECT count(*) FROM pages LEFT ANTI JOIN runs USING (run_id)"))
                .as("pages of runs that gave no account")
                .isZero();
        assertThat(number("SELECT count(*) FROM documents WHERE status <> 'COMPLETE' AND path IN (%s)"
                        .formatted(paths())))
                .isZero();
        assertThat(seen).as("what a reader saw meanwhile").isEmpty();
        if (next.isPresent()) {
            assertThat(run()).as("a run with nothing left to do").isEmpty();
        }
    }

    @Override
    public void close() {
        over = true;
        bench.s3().proxy().heal();
    }

    private long pages() {
        return expected.values().stream().mapToLong(each -> each).sum();
    }

    private String paths() {
        return String.join(
                ", ", expected.keySet().stream().map(path -> "'" + path + "'").toList());
    }

    private long number(String sql) {
        return new TestJob(bench.spark(), output()).rows(sql).get(0).getLong(0);
    }

    /** Reads the pages again and again, and keeps what should never be seen. */
    private void read() {
        String table = output() + "/pages";
        while (!over) {
            try {
                if (Tables.at(bench.spark(), output()).exist()) {
                    Row row = bench.spark()
                            .sql("SELECT count(*), count(DISTINCT document_id, page) FROM delta.`%s`".formatted(table))
                            .first();
                    landed = row.getLong(0);
                    if (row.getLong(0) != row.getLong(1)) {
                        seen.add(row.toString());
                    }
                }
                Thread.sleep(2_000);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                seen.add(String.valueOf(e));
            }
        }
    }
}
