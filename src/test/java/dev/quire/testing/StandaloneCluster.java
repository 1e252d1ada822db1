package dev.quire.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A real standalone Spark cluster on this machine: a master and workers, each a JVM of its own, from target/spark. */
public final class StandaloneCluster implements AutoCloseable {
    private static final Pattern ALIVE = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");

    /**
     * What a worker offers.
     *
     * @param memory as Spark writes it: {@code 1g}
     * @param gpus the script that names its GPUs, or null where it has none
     */
    public record WorkerSize(int cores, String memory, Path gpus) {
        /** Two cores, and two GPUs that are not there. */
        public static WorkerSize withStandInGpus() {
            return new WorkerSize(2, "1g", Path.of("conf/discover-stand-in-gpus.sh"));
        }
    }

    /** How a submitted application ended. */
    public record Outcome(int exitCode, String output) {}

    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ChildJvm> workers = new ArrayList<>();
    private final List<ChildJvm> submitted = new ArrayList<>();
    private final AtomicInteger logs = new AtomicInteger();
    private final String url;
    private final URI ui;
    private final ChildJvm master;

    private StandaloneCluster(Path folder) throws IOException {
        this.folder = folder;
        int port = FreePorts.next();
        int uiPort = FreePorts.next();
        url = "spark://127.0.0.1:" + port;
        ui = URI.create("http://127.0.0.1:" + uiPort + "/json/");
        master = jvm(
                "master",
                Map.of(),
                List.of("-Xmx256m"),
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--webui-port",
                        String.valueOf(uiPort)));
    }

    /** Starts a master and so many workers, and waits until all have joined. */
    public static StandaloneCluster start(int workers, WorkerSize size) throws IOException, InterruptedException {
        if (!Files.isDirectory(sparkHome().resolve("jars"))) {
            throw new IllegalStateException("target/spark/jars is missing; ./mvnw -DskipTests package makes it");
        }
        var cluster = new StandaloneCluster(Files.createTempDirectory("quire-cluster-"));
        try {
            for (int i = 0; i < workers; i++) {
                cluster.addWorker(size);
            }
            cluster.awaitWorkers(workers);
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** The home of the Spark that the build made: a folder of jars. */
    public static Path sparkHome() {
        return Path.of("target/spark").toAbsolutePath();
    }

    /** {@code spark://...} */
    public String url() {
        return url;
    }

    public List<ChildJvm> workers() {
        return List.copyOf(workers);
    }

    /** The executors of a worker, as processes to kill. */
    public List<ProcessHandle> executors(ChildJvm worker) {
        return worker.children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    public ChildJvm addWorker(WorkerSize size) throws IOException {
        return addWorker(size, Map.of());
    }

    /** The same, with this environment of the worker and of its executors. */
    public ChildJvm addWorker(WorkerSize size, Map<String, String> environment) throws IOException {
        String name = "worker-" + workers.size();
        List<String> options = new ArrayList<>(List.of("-Xmx256m"));
        if (size.gpus() != null) {
            options.add("-Dspark.worker.resource.gpu.amount=1");
            options.add(
                    "-Dspark.worker.resource.gpu.discoveryScript=" + size.gpus().toAbsolutePath());
        }
        ChildJvm worker = jvm(
                name,
                environment,
                options,
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--webui-port",
                        "0",
                        "--cores",
                        String.valueOf(size.cores()),
                        "--memory",
                        size.memory(),
                        "--work-dir",
                        folder.resolve(name).toString(),
                        url));
        workers.add(worker);
        return worker;
    }

    /** Waits until so many workers are alive in the eyes of the master. */
    public void awaitWorkers(int count) throws IOException, InterruptedException {
        String state = "";
        for (int i = 0; i < 600; i++) {
            try {
                state = client.send(HttpRequest.newBuilder(ui).build(), BodyHandlers.ofString())
                        .body();
                var alive = ALIVE.matcher(state);
                if (alive.find() && Integer.parseInt(alive.group(1)) == count) {
                    return;
                }
            } catch (ConnectException e) {
                if (!master.isAlive()) {
                    break;
                }
            }
            Thread.sleep(100);
        }
        throw new IOException("The cluster did not come to %d workers: %s%n%s%s"
                .formatted(
                        count,
                        state,
                        master.output(),
                        workers.stream().map(ChildJvm::output).toList()));
    }

    /** Runs spark-submit with these arguments and waits for its end. */
    public Outcome submit(Duration limit, String... arguments) throws IOException, InterruptedException {
        ChildJvm driver = submitInBackground(arguments);
        return new Outcome(driver.waitFor(limit), driver.output());
    }

    /** Runs spark-submit with these arguments; its JVM is the driver. */
    public ChildJvm submitInBackground(String... arguments) throws IOException {
        return submitInBackground(Map.of(), arguments);
    }

    /** The same, with this environment of the driver. */
    public ChildJvm submitInBackground(Map<String, String> environment, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", url));
        all.addAll(List.of("--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false"));
        all.addAll(List.of(arguments));
        ChildJvm driver = jvm("submit", environment, List.of("-Xmx1g"), all);
        submitted.add(driver);
        return driver;
    }

    /** Ends every process, and removes the logs. */
    @Override
    public void close() throws IOException {
        submitted.forEach(ChildJvm::close);
        workers.forEach(ChildJvm::close);
        master.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private ChildJvm jvm(String name, Map<String, String> more, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(options);
        command.add("-Dlog4j2.configurationFile="
                + Path.of("conf/log4j2.properties").toAbsolutePath());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", sparkHome().resolve("jars") + "/*"));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SPARK_HOME", sparkHome().toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        return ChildJvm.start(folder.resolve(name + "-" + logs.incrementAndGet() + ".log"), environment, command);
    }
}
