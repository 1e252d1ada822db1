package dev.quire.infer.embedded;

import com.sun.management.OperatingSystemMXBean;
import dev.quire.document.PageImage;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pages a second with 1 to 64 pages in flight: {@code main FOLDER cpu|gpu [SECONDS [THREADS]]} reads the PNG and JPEG
 * files of a folder over and over, as pages of A4, for so many seconds at each number (5), half as long unmeasured before.
 * Threads and batches are those that the job would use.
 */
public final class BenchmarkBatches {

    private static final int LARGEST = 64;
    private static final float A4_POINTS = 842;

    private final Engine engine;
    private final List<PageImage> pages;
    private final ExecutorService threads;
    private final int most;

    private BenchmarkBatches(Engine engine, List<PageImage> pages, ExecutorService threads, int most) {
        this.engine = engine;
        this.pages = pages;
        this.threads = threads;
        this.most = most;
    }

    public static void main(String[] arguments) throws Exception {
        List<PageImage> pages = pages(Path.of(arguments[0]));
        Device device = arguments[1].equals("gpu") ? new Device(Device.Kind.GPU, 0) : Device.CPU;
        double seconds = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 5;
        int cores = Runtime.getRuntime().availableProcessors();
        int most = arguments.length > 3
                ? Integer.parseInt(arguments[3])
                : new EmbeddedEngines().parallelism(device, cores);
        ExecutorService threads = Executors.newFixedThreadPool(most);
        long start = System.nanoTime();
        try (Engine engine = new EmbeddedEngines().open(device)) {
            System.out.printf("%s, %d images, opened in %.2f s%n", device, pages.size(), secondsSince(start));
            BenchmarkBatches benchmark = new BenchmarkBatches(engine, pages, threads, most);
            for (int inFlight = 1; inFlight <= LARGEST; inFlight *= 2) {
                benchmark.measure(inFlight, seconds);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void measure(int inFlight, double seconds) throws Exception {
        int busy = Math.min(most, inFlight);
        int batch = Math.min(new EmbeddedEngines().batchPages(), inFlight / busy);
        double first = read(1, batch, 0).seconds();
        read(busy, batch, seconds / 2);
        Reading reading = read(busy, batch, seconds);
        System.out.printf(
                "%2d in flight (%2d threads, batches of %d): %6.2f pages/s, %.3f CPU s/page, first batch %.2f s; device %s, host %s%n",
                inFlight,
                busy,
                batch,
                reading.pages() / reading.seconds(),
                reading.cpuSeconds() / reading.pages(),
                first,
                deviceMemory(),
                peak());
    }

    private record Reading(int pages, double seconds, double cpuSeconds) {}

    /** Threads take one batch after the other until the time is over; each takes at least one. */
    private Reading read(int busy, int batch, double seconds) throws Exception {
        long start = System.nanoTime();
        long cpu = cpuNanos();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < busy; i++) {
            readers.add(CompletableFuture.runAsync(
                    () -> {
                        do {
                            read(next.getAndAdd(batch), batch);
                        } while (secondsSince(start) < seconds);
                    },
                    threads));
        }
        for (Future<?> reader : readers) {
            reader.get();
        }
        return new Reading(next.get(), secondsSince(start), (cpuNanos() - cpu) / 1e9);
    }

    private void read(int from, int batch) {
        List<PageImage> together = new ArrayList<>();
        for (int i = from; i < from + batch; i++) {
            together.add(pages.get(i % pages.size()));
        }
        try {
            engine.read(together);
        } catch (EngineException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<PageImage> pages(Path folder) throws IOException {
        List<PageImage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().matches(".*\\.(png|jpe?g)"))
                    .sorted()
                    .toList()) {
                var image = ImageIO.read(file.toFile());
                pages.add(APage.of(image, A4_POINTS / Math.max(image.getWidth(), image.getHeight())));
            }
        }
        return pages;
    }

    /** Memory in use on the first GPU, as its driver says it. */
    private static String deviceMemory() throws IOException {
        try {
            Process driver = new ProcessBuilder(
                            "nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader", "--id=0")
                    .start();
            return new String(driver.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "none";
        }
    }

    /** The most memory that was resident, as Linux says it. */
    private static String peak() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmHWM"))
                    .map(line -> line.replaceAll("\\D", "").replaceAll("...$", " MB"))
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
