package dev.quire;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import dev.quire.table.Tables;
import dev.quire.testing.ChildJvm;
import dev.quire.testing.StandaloneCluster;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same pages on one, two, four devices of this host, each on a worker and an executor of its own; then with the first
 * device halved, and with it taken away half way: {@code main RUNS CORES INPUT OUTPUT [KEY=VALUE...]}, such as
 * {@code 1,2,4,halved=15,taken 16 /data/in /data/proof spark.quire.device=gpu}. CORES is for each device, from the first that this process
 * may use. Where there are fewer GPUs, on the host or in QUIRE_GPUS, executors share them. Halved is a device with half
 * its cores; {@code halved=15} is a GPU with all of them and 15 GB of memory, in which an engine keeps fewer pages at once.
 */
public final class ProvingRun {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final SparkSession spark;
    private final StandaloneCluster cluster;
    private final int slots;
    private final String input;
    private final Path output;
    private final List<String> settings;
    private double one;
    private Duration middle = Duration.ZERO;

    private ProvingRun(
            SparkSession spark,
            StandaloneCluster cluster,
            int slots,
            String input,
            Path output,
            List<String> settings) {
        this.spark = spark;
        this.cluster = cluster;
        this.slots = slots;
        this.input = input;
        this.output = output;
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> parts = List.of(arguments[0].split(",", -1));
        int[] counts = parts.stream()
                .filter(part -> Character.isDigit(part.charAt(0)))
                .mapToInt(Integer::parseInt)
                .toArray();
        int most = counts.length == 0 ? gpus().size() : counts[counts.length - 1];
        int cores = Integer.parseInt(arguments[1]);
        Path output = Path.of(arguments[3]);
        List<String> settings = List.of(arguments).subList(4, arguments.length);
        int slots = number(settings, "spark.executor.cores=", cores);
        WorkerSize size = new WorkerSize(
                slots, number(settings, "spark.executor.memory=", 1) + "g", Path.of("conf/discover-gpus.sh"));
        List<String> gpus = settings.contains("spark.quire.device=gpu") ? gpus() : first(most);
        int firstCore = firstCore();
        System.setProperty("spark.ui.enabled", "false");
        try (SparkSession spark = Sessions.open("proving run");
                StandaloneCluster cluster = StandaloneCluster.start(0, size)) {
            for (int device = 0; device < most; device++) {
                pin(
                        cluster.addWorker(size, Map.of("QUIRE_GPUS", gpus.get(device % gpus.size()))),
                        firstCore + device * cores,
                        cores);
            }
            cluster.awaitWorkers(most);
            ProvingRun proof = new ProvingRun(spark, cluster, slots, arguments[2], output, settings);
            System.out.println(
                    "| devices | pages | s | pages/s | of N times one | cores busy for each device | slots idle"
                            + " | slowest device / mean | last device idle after the first"
                            + " | each device: pages, fed, used in all and in fifths of the time |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            for (String part : parts) {
                switch (part.replaceAll("\\d", "")) {
                    case "" -> proof.compare(part, Integer.parseInt(part));
                    case "halved" -> {
                        pin(cluster.workers().get(0), firstCore, cores / 2);
                        proof.print(most + ", one with half its cores", proof.run(part, most, LIMIT));
                        pin(cluster.workers().get(0), firstCore, cores);
                    }
                    case "halved=" -> proof.halve(gpus.get(0), part.replaceAll("\\D", ""), most);
                    case "taken" ->
                        proof.print(most + ", one taken away half way", proof.run(part, most, proof.middle));
                    default -> throw new IllegalArgumentException("No such run: " + part);
                }
            }
        }
    }

    private void compare(String name, int devices) throws IOException, InterruptedException {
        Outcome outcome = run(name, devices, LIMIT);
        one = one == 0 ? outcome.pagesPerSecond() / devices : one;
        middle = outcome.middle();
        print(name, outcome);
    }

    /** Takes the memory of a GPU but for so many GB. */
    private void halve(String gpu, String gigabytes, int devices)
            throws IOException, InterruptedException, EngineException {
        TorchSettings.apply();
        try (NDManager taken = Engine.getEngine("PyTorch").newBaseManager(Device.gpu(Integer.parseInt(gpu)))) {
            taken.create(new Shape(1), DataType.UINT8);
            long free = Long.parseLong(
                    output("nvidia-smi", "--id=" + gpu, "--query-gpu=memory.free", "--format=csv,noheader,nounits"));
            taken.create(new Shape((free << 20) - Long.parseLong(gigabytes + "000000000")), DataType.UINT8);
            print(devices + ", one with " + gigabytes + " GB", run("halved", devices, LIMIT));
        }
        JniUtils.emptyCudaCache();
    }

    /**
     * What a run did.
     *
     * @param seconds from the first page of any device to the last of any
     * @param middle from its submission to the middle of that time
     * @param uneven the time that the slowest device took, of the mean of all
     * @param apart seconds from when the first device had nothing more to do to when the last had
     * @param cores that executors kept busy in that time
     * @param each device as text
     */
    private record Outcome(
            int devices,
            long pages,
            double seconds,
            Duration middle,
            double uneven,
            double apart,
            double idle,
            double cores,
            String each) {
        double pagesPerSecond() {
            return pages / seconds;
        }
    }

    /** @param takeAway when the first worker is killed, with its executor: it would start another */
    private Outcome run(String name, int devices, Duration takeAway) throws IOException, InterruptedException {
        Instant submitted = Instant.now();
        Executors executors = new Executors();
        ChildJvm driver = cluster.submitInBackground(arguments(name, devices));
        while (driver.isAlive()) {
            for (ChildJvm worker : cluster.workers()) {
                executors.look(cluster.executors(worker));
            }
            if (Duration.between(submitted, Instant.now()).compareTo(takeAway) > 0) {
                cluster.workers().get(0).kill();
            }
            Thread.sleep(100);
            if (Duration.between(submitted, Instant.now()).compareTo(LIMIT) > 0) {
                driver.kill();
            }
        }
        if (driver.waitFor(Duration.ZERO) != 0) {
            throw new IllegalStateException(driver.output());
        }
        System.out.println("<!-- "
                + driver.output()
                        .lines()
                        .filter(line -> line.startsWith("Run") || line.startsWith("  "))
                        .collect(Collectors.joining("\n"))
                + " -->");
        return outcome(name, devices, submitted, executors);
    }

    private Outcome outcome(String name, int devices, Instant submitted, Executors executors) {
        Tables.at(spark, output.resolve(name).toString()).registerViews();
        Row run = row("SELECT balanced, pages_in, array_min(devices.first_busy), array_max(devices.last_busy),"
                + " array_min(devices.last_busy), idle_actual,"
                + " aggregate(devices.last_busy, 0D, (sum, last) -> sum + double(last)) / size(devices) FROM runs");
        Row lost = row("SELECT count(*) - count(DISTINCT document_id, page) FROM pages");
        if (!run.getBoolean(0) || lost.getLong(0) != 0) {
            throw new IllegalStateException("Pages are missing or there twice: " + run + " " + lost);
        }
        executors.check(
                rows("SELECT DISTINCT split_part(executor, '/', -1), device FROM pages WHERE device IS NOT NULL"));
        Instant first = run.getTimestamp(2).toInstant();
        Instant last = run.getTimestamp(3).toInstant();
        double seconds = Duration.between(first, last).toMillis() / 1e3;
        return new Outcome(
                devices,
                run.getLong(1),
                seconds,
                Duration.between(submitted, first).plusMillis((long) (seconds * 500)),
                seconds / (run.getDouble(6) - first.toEpochMilli() / 1e3),
                Duration.between(run.getTimestamp(4).toInstant(), last).toMillis() / 1e3,
                run.getDouble(5),
                executors.cpuSeconds() / seconds,
                each());
    }

    private String each() {
        return rows("""
                SELECT concat(each.device, ': ', count(page), ', ', int(100 * any_value(each.fed)), ' %, ',
                    coalesce(concat(int(100 * any_value(each.use)), ' %: '), ''),
                    array_join(transform(sequence(0, 4), fifth -> int(100 / 12 * aggregate(
                        slice(any_value(each.use_over_time), 12 * fifth + 1, 12), 0D, (sum, use) -> sum + use))), ' '))
                FROM (SELECT explode(devices) each FROM runs)
                LEFT JOIN pages ON concat(executor, ' ', pages.device) = each.device
                GROUP BY each.device ORDER BY each.device""").stream().map(row -> row.getString(0)).collect(Collectors.joining("; "));
    }

    private void print(String name, Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.2f | %.1f %% | %.1f | %.1f %% | %.3f | %.1f s | %s |%n",
                name,
                outcome.pages(),
                outcome.seconds(),
                outcome.pagesPerSecond(),
                100 * outcome.pagesPerSecond() / outcome.devices() / one,
                outcome.cores() / outcome.devices(),
                100 * outcome.idle(),
                outcome.uneven(),
                outcome.apart(),
                outcome.each());
    }

    private String[] arguments(String name, int devices) {
        List<String> all = new ArrayList<>();
        for (String setting : List.of(
                "spark.executor.cores=" + slots,
                "spark.cores.max=" + devices * slots,
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
                "spark.executor.resource.gpu.amount=1",
                "spark.task.resource.gpu.amount=0.0001",
                "spark.sql.shuffle.partitions=4",
                "spark.quire.text-layer=never")) {
            all.addAll(List.of("--conf", setting));
        }
        settings.forEach(setting -> all.addAll(List.of("--conf", setting)));
        all.addAll(List.of("--class", "dev.quire.Quire", "target/quire.jar", "run"));
        all.addAll(List.of("--input", input, "--output", output.resolve(name).toString()));
        return all.toArray(String[]::new);
    }

    private static int number(List<String> settings, String key, int otherwise) {
        return settings.stream()
                .filter(setting -> setting.startsWith(key))
                .mapToInt(setting -> Integer.parseInt(setting.replaceAll("\\D", "")))
                .findFirst()
                .orElse(otherwise);
    }

    /** To cores of its own, with the executors that it will start. */
    private static void pin(ChildJvm worker, int first, int cores) throws IOException, InterruptedException {
        String range = first + "-" + (first + cores - 1);
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", range, worker.pid() + "").start();
        if (taskset.waitFor() != 0) {
            throw new IOException("This machine has no cores " + range + " to pin a worker to");
        }
    }

    /** The first core that this process may use. */
    private static int firstCore() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.split("[:,-]", -1)[1].strip());
    }

    private static List<String> gpus() throws IOException {
        String named = System.getenv("QUIRE_GPUS");
        if (named != null) {
            return List.of(named.split(",", -1));
        }
        return first((int) output("nvidia-smi", "--list-gpus").lines().count());
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static List<String> first(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    /** The executors of a run as the system and Spark's worker know them. */
    private static final class Executors {
        private final Map<Long, Duration> cpu = new HashMap<>();
        private final Map<String, String> resources = new HashMap<>();

        void look(List<ProcessHandle> running) throws IOException {
            for (ProcessHandle executor : running) {
                executor.info().totalCpuDuration().ifPresent(time -> cpu.put(executor.pid(), time));
                List<String> arguments = List.of(executor.info().arguments().orElse(new String[0]));
                int id = arguments.indexOf("--executor-id");
                int file = arguments.indexOf("--resourcesFile");
                if (id >= 0 && file >= 0 && !resources.containsKey(arguments.get(id + 1))) {
                    resources.put(arguments.get(id + 1), Files.readString(Path.of(arguments.get(file + 1))));
                }
            }
        }

        double cpuSeconds() {
            return cpu.values().stream().mapToLong(Duration::toMillis).sum() / 1e3;
        }

        /** Throws where a page was read on a device that Spark's worker did not give to its executor. */
        void check(List<Row> pages) {
            for (Row row : pages) {
                String address = row.getString(1).substring(row.getString(1).indexOf(':') + 1);
                String given = resources.getOrDefault(row.getString(0), "");
                if (!given.contains("\"addresses\":[\"" + address + "\"]")) {
                    throw new IllegalStateException("Executor %s read on %s, but was given %s"
                            .formatted(row.getString(0), row.getString(1), given));
                }
            }
        }
    }

    private Row row(String sql) {
        return rows(sql).get(0);
    }

    private List<Row> rows(String sql) {
        return spark.sql(sql).collectAsList();
    }
}
