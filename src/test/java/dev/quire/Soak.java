package dev.quire;

import com.sun.management.OperatingSystemMXBean;
import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.plan.cost.CostPrior;
import dev.quire.testing.CountingProxy;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import dev.quire.testing.LocalSpark;
import dev.quire.testing.S3Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Loops a folder of documents through the job, from and to a real S3 server, while the store and the engine fail at random,
 * and watches what the process holds. Each round is a run under faults and one without them that completes the rest; it
 * must hold every page once. {@code Soak FOLDER MINUTES}; exits with 1 where a page is lost or there twice.
 */
public final class Soak {

    private static final Duration SAMPLE = Duration.ofMinutes(5);
    private static final Duration MODEL_TIME = Duration.ofMinutes(1);
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.quire.text-layer", "never",
            "spark.quire.limit.model-time", MODEL_TIME.toSeconds() + "s",
            "spark.quire.plan.wave-pages", "40",
            "spark.quire.retry.network.delay", "500ms",
            "spark.quire.retry.timeout.delay", "500ms",
            "spark.quire.retry.device-memory.delay", "500ms",
            "spark.quire.retry.model.delay", "500ms");

    private final S3Server server;
    private final String bucket;
    private final AtomicBoolean faulty = new AtomicBoolean();
    private final AtomicInteger faults = new AtomicInteger();
    private long pages;
    private int rounds;
    private int brokenOff;

    private Soak(S3Server server, String bucket) {
        this.server = server;
        this.bucket = bucket;
    }

    public static void main(String[] arguments) throws Exception {
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.parseLong(arguments[1])).toNanos();
        try (S3Server server = S3Server.start()) {
            String bucket = server.newBucket();
            System.out.printf("%d files%n", server.upload(Path.of(arguments[0]), bucket, "in/"));
            LocalSpark.use(server.settings());
            Soak soak = new Soak(server, bucket);
            Thread injector = new Thread(soak::inject, "faults");
            injector.setDaemon(true);
            injector.start();
            System.exit(soak.go(end) ? 0 : 1);
        }
    }

    private boolean go(long end) throws IOException {
        boolean whole = true;
        System.out.println(
                "| minute | rounds | pages | pages/s | pages per CPU second | heap after GC, MB | resident, MB"
                        + " | outside of the heap, MB | threads | open files | faults | runs broken off |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        long start = System.nanoTime();
        Sample last = sample();
        while (whole && System.nanoTime() < end) {
            whole = round();
            if (System.nanoTime() - last.time > SAMPLE.toNanos() || System.nanoTime() >= end) {
                Sample now = sample();
                print(start, last, now);
                last = now;
            }
        }
        System.out.printf(
                "%d rounds, %s%n", rounds, whole ? "every page once in each" : "A PAGE IS LOST OR THERE TWICE");
        return whole;
    }

    private boolean round() throws IOException {
        String output = "s3a://%s/out-%d".formatted(bucket, rounds++);
        TestJob job = new TestJob(LocalSpark.session(), output, new FaultyEngines());
        faulty.set(true);
        run(job);
        faulty.set(false);
        server.proxy().heal();
        server.proxy().reset();
        FaultyEngines.off = true;
        run(job);
        FaultyEngines.off = false;
        Row row = job.rows(
                        "SELECT (SELECT sum(pages_expected) FROM documents), count(*), count(DISTINCT document_id, page),"
                                + " (SELECT bool_and(balanced) FROM runs) FROM pages")
                .get(0);
        pages += row.getLong(1);
        LocalSpark.session().catalog().clearCache();
        new org.apache.hadoop.fs.Path(output)
                .getFileSystem(LocalSpark.session().sparkContext().hadoopConfiguration())
                .delete(new org.apache.hadoop.fs.Path(output), true);
        boolean whole = row.getLong(0) == row.getLong(1) && row.getLong(1) == row.getLong(2) && row.getBoolean(3);
        if (!whole) {
            System.out.println("Round " + rounds + ": " + row);
        }
        return whole;
    }

    /** What a run promises when it breaks off: the next one goes on. */
    private void run(TestJob job) {
        try {
            job.run(SETTINGS, "s3a://" + bucket + "/in");
        } catch (Exception e) { // Spark throws checked exceptions that nobody declares
            brokenOff++;
            System.err.println("broken off: " + e);
        }
    }

    private void inject() {
        CountingProxy proxy = server.proxy();
        Random random = new Random(1);
        try {
            while (true) {
                Thread.sleep(1_000 + random.nextInt(3_000));
                if (faulty.get()) {
                    switch (random.nextInt(4)) {
                        case 0 -> proxy.fail(1 + random.nextInt(3), new Fault.Status(500), any -> true);
                        case 1 -> proxy.fail(1 + random.nextInt(3), new Fault.Status(503), any -> true);
                        case 2 -> proxy.fail(1, new Fault.Stall(Duration.ofSeconds(2)), any -> true);
                        // Only of an object: a list has no length, so that a client takes a part of it for the whole
                        default -> proxy.fail(1, new Fault.CutOff(), asked -> asked.kind() == Kind.GET);
                    }
                    faults.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the process holds, and what it has done so far. */
    private record Sample(
            long time, long cpu, long pages, long heap, long resident, long outside, int threads, long files) {}

    private Sample sample() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
        long files;
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            files = open.count();
        }
        return new Sample(
                System.nanoTime(),
                system.getProcessCpuTime(),
                pages,
                runtime.totalMemory() - runtime.freeMemory(),
                resident,
                resident - runtime.totalMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                files);
    }

    private void print(long start, Sample last, Sample now) {
        long done = now.pages - last.pages;
        System.out.printf(
                "| %d | %d | %d | %.2f | %.2f | %d | %d | %d | %d | %d | %d | %d |%n",
                Duration.ofNanos(now.time - start).toMinutes(),
                rounds,
                done,
                done / ((now.time - last.time) / 1e9),
                done / ((now.cpu - last.cpu) / 1e9),
                now.heap >> 20,
                now.resident >> 20,
                now.outside >> 20,
                now.threads,
                now.files,
                faults.get() + FaultyEngines.FAILED.get(),
                brokenOff);
    }

    /** The embedded engine, of whose pages one in 50 fails and one in 2,000 takes longer than it may. */
    private record FaultyEngines() implements EngineFactory {

        private static final AtomicInteger FAILED = new AtomicInteger();
        private static final EmbeddedEngines REAL = new EmbeddedEngines();
        private static volatile boolean off;

        @Override
        public String id() {
            return REAL.id();
        }

        @Override
        public String version() {
            return REAL.version();
        }

        @Override
        public CostPrior prior() {
            return REAL.prior();
        }

        @Override
        public int batchPages() {
            return REAL.batchPages();
        }

        @Override
        public int parallelism(Device device, int cores) {
            return REAL.parallelism(device, cores);
        }

        @Override
        public Engine open(Device device) throws EngineException {
            Engine engine = REAL.open(device);
            return new Engine() {
                @Override
                public List<PageText> read(List<PageImage> batch) throws EngineException {
                    int chance = ThreadLocalRandom.current().nextInt(2_000);
                    if (!off && chance < 40 * batch.size()) {
                        FAILED.incrementAndGet();
                        fail(chance);
                    }
                    return engine.read(batch);
                }

                @Override
                public void close() {
                    engine.close();
                }
            };
        }

        private static void fail(int chance) throws EngineException {
            if (chance > 0) {
                throw new EngineException(
                        chance % 2 == 0 ? ErrorClass.MODEL : ErrorClass.DEVICE_MEMORY, "as the test wants");
            }
            try {
                Thread.sleep(MODEL_TIME.plusSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
