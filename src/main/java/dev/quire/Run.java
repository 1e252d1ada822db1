package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import dev.quire.config.WebhookConfig;
import dev.quire.device.DeviceLog;
import dev.quire.infer.Device;
import dev.quire.infer.EngineFactory;
import dev.quire.notify.Notifier;
import dev.quire.observe.Progress;
import dev.quire.observe.RunId;
import dev.quire.observe.RunReport;
import dev.quire.observe.TaskTimes;
import dev.quire.plan.Cluster;
import dev.quire.plan.PagePlan;
import dev.quire.plan.ScanDocuments;
import dev.quire.source.Callbacks;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import dev.quire.source.Passwords;
import dev.quire.table.Lease;
import dev.quire.table.Tables;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** One run on one session: its name, what it keeps while it goes on, and the cluster that it runs on. */
final class Run implements AutoCloseable {

    /** Scan tasks for each slot: documents differ a thousandfold. */
    private static final int SCAN_TASKS_PER_SLOT = 8;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Instant started = Instant.now();
    private final String id;
    private final String output;
    private DocumentFiles files;
    private final Progress progress = Progress.start();
    private final TaskTimes times = new TaskTimes();
    private final DeviceLog devices = new DeviceLog();
    private final Queue<Runnable> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicInteger waves = new AtomicInteger();
    private final Map<String, Long> begun = new LinkedHashMap<>();

    Run(SparkSession spark, String output) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.id = RunId.at(started);
        this.output = output;
        this.files = new DocumentFiles(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(Passwords.NONE));
        spark.sparkContext().addSparkListener(times);
        spark.sparkContext().register(devices);
    }

    SparkSession spark() {
        return spark;
    }

    JavaSparkContext context() {
        return context;
    }

    /** Start time and a random part. */
    String id() {
        return id;
    }

    Instant started() {
        return started;
    }

    DocumentFiles files() {
        return files;
    }

    /** Encrypted documents are opened with these from now on. */
    void unlock(Passwords passwords) {
        files = new DocumentFiles(files.hadoop(), context.broadcast(passwords));
    }

    /** Who is told of documents, until the run ends. */
    Notifier notifier(Callbacks callbacks, WebhookConfig config) {
        Notifier notifier = new Notifier(callbacks, config, progress::tell);
        kept.add(notifier::close);
        return notifier;
    }

    /** Begins a part on this thread. */
    Part part(Lane lane) {
        lane.enter(context);
        return new Part(this, lane, parts.getAndIncrement());
    }

    /** The first of so many numbers for waves that no other plan of this run has. */
    int numberWaves(int count) {
        return waves.getAndAdd(count);
    }

    ScanDocuments scan(ReadConfig config) {
        return new ScanDocuments(files, config);
    }

    Progress progress() {
        return progress;
    }

    /** What executors tell of their devices. */
    DeviceLog devices() {
        return devices;
    }

    /** Names what follows, in the terminal and in the Spark UI. */
    void step(String name) {
        begun.put(name, System.nanoTime());
        progress.step(name);
        describe(name);
    }

    /** Names what this thread does next, in the Spark UI. */
    void describe(String step) {
        context.sc().setJobDescription(description(step));
    }

    /** From the beginning of a step to that of the next. */
    double seconds(String name) {
        List<Long> times = List.copyOf(begun.values());
        int at = List.copyOf(begun.keySet()).indexOf(name);
        return (times.get(at + 1) - times.get(at)) / 1e9;
    }

    private String description(String step) {
        return "Quire " + id + ": " + step;
    }

    Dataset<Row> keep(Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(persisted::unpersist);
        return persisted;
    }

    <T> JavaRDD<T> keep(JavaRDD<T> values) {
        JavaRDD<T> persisted = values.persist(StorageLevel.MEMORY_AND_DISK_SER());
        kept.add(() -> persisted.unpersist());
        return persisted;
    }

    /** The documents over all slots: the listing comes in few partitions. */
    JavaRDD<DocumentRef> spread(JavaRDD<DocumentRef> documents, long count) {
        long partitions = Math.min(count, (long) context.defaultParallelism() * SCAN_TASKS_PER_SLOT);
        return documents.repartition((int) Math.max(1, partitions));
    }

    /**
     * Computes once and keeps the result in the output's store until the run ends: however often executors are lost, the
     * plan and the balance speak of the same pages.
     */
    <T extends Serializable> JavaRDD<T> stage(JavaRDD<T> values, String name) {
        String path = new Path(staging(id), name).toString();
        values.saveAsObjectFile(path);
        return context.objectFile(path);
    }

    /** What reads pages: an executor for each device, and the tasks that feed it; on the CPU one for each core. */
    Cluster cluster(EngineFactory engine, DeviceConfig device, double overlap) {
        int devices = Math.max(1, executors());
        int cores = Math.max(1, context.defaultParallelism() / devices);
        int tasks = device.assigned() ? device.tasks() : cores;
        Device any = new Device(Device.Kind.valueOf(device.kind().name()), 0);
        int pages = engine.pagesPerTask(any, cores, tasks);
        return new Cluster(devices, tasks, engine.computesOnItsThread(any.kind()) ? 1 : tasks, pages, overlap);
    }

    /** Throws ConfigException where devices are asked for and Spark is not told to assign any. */
    void checkDevices(DeviceConfig device) {
        if (device.assigned() && !spark.sparkContext().conf().contains("spark.executor.resource.gpu.amount")) {
            throw new ConfigException(
                    "spark.quire.device asks for a device, but spark.executor.resource.gpu.amount is not set."
                            + " Set it with its discovery script, as conf/gpu.properties does.");
        }
    }

    /**
     * Takes the output for this run alone. Of a run that died while it held the output, nothing can be committed any more,
     * and what it has staged is deleted. Throws Lease.HeldException where another run writes there.
     */
    Lease take(Duration expiry) throws IOException, InterruptedException {
        Lease lease = Lease.take(
                output,
                id,
                expiry,
                context.hadoopConfiguration(),
                spark.sparkContext().conf(),
                progress::tell);
        List<String> dead = lease.dead();
        if (!dead.isEmpty()) {
            Tables.at(spark, output).fence(lease.number());
        }
        for (String run : dead) {
            forget(run);
        }
        lease.settle();
        return lease.keep(context::cancelAllJobs);
    }

    /** Waits for the first executor; throws ConfigException where none comes. */
    void awaitExecutors(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!context.isLocal() && executors() == 0) {
            if (System.nanoTime() > deadline) {
                throw new ConfigException(
                        ("No executor came within %d s. Is the cluster up, has it enough cores and memory,"
                                        + " and the GPUs that spark.executor.resource.gpu.amount asks for?")
                                .formatted(limit.toSeconds()));
            }
            Thread.sleep(200);
        }
    }

    /** How evenly the costliest wave was spread. */
    RunReport.Balance balance(List<Planned> plans) {
        int slots = plans.get(0).cluster().slots();
        record Named(PagePlan.Wave wave, String name) {}
        return plans.stream()
                .flatMap(planned ->
                        planned.work().plan().waves().stream().map(wave -> new Named(wave, planned.name(wave))))
                .max(Comparator.comparingDouble(named -> named.wave().cost()))
                .map(named -> new RunReport.Balance(
                        named.wave().idleShare(slots), times.idleShare(description(named.name()), slots)))
                .orElse(new RunReport.Balance(Double.NaN, Double.NaN));
    }

    @Override
    public void close() throws IOException {
        progress.close();
        context.setLocalProperty("spark.scheduler.pool", null);
        kept.forEach(Runnable::run);
        spark.sparkContext().removeSparkListener(times);
        forget(id);
    }

    /** Deletes what a run has staged. */
    private void forget(String run) throws IOException {
        Path staging = staging(run);
        staging.getFileSystem(context.hadoopConfiguration()).delete(staging, true);
    }

    private Path staging(String run) {
        return new Path(new Path(output, "_staging"), run);
    }

    private int executors() {
        return spark.sparkContext().statusTracker().getExecutorInfos().length - 1;
    }
}
