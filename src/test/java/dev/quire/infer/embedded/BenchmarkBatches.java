package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pages a second and peak of resident memory over batches of 1 to 64 pages: {@code main FOLDER cpu|gpu THREADS [PAGES]} reads the PNG and JPEG files of a
 * folder over and over, as pages of A4, until so many pages are read for each size of batch (256).
 */
public final class BenchmarkBatches {

    private static final int LARGEST = 64;
    private static final float A4_POINTS = 842;

    private BenchmarkBatches() {}

    public static void main(String[] arguments) throws Exception {
        List<PageImage> pages = pages(Path.of(arguments[0]));
        Device device = arguments[1].equals("gpu") ? new Device(Device.Kind.GPU, 0) : Device.CPU;
        int count = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 256;
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[2]));
        long start = System.nanoTime();
        try (Engine engine = new EmbeddedEngines().open(device)) {
            System.out.printf("%s, %d images, opened in %.2f s%n", device, pages.size(), secondsSince(start));
            read(engine, pages, 1, Math.min(count, LARGEST), threads);
            for (int batch = 1; batch <= LARGEST; batch *= 2) {
                start = System.nanoTime();
                int read = read(engine, pages, batch, count, threads);
                System.out.printf("batches of %2d: %6.2f pages/s, %s%n", batch, read / secondsSince(start), peak());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int read(Engine engine, List<PageImage> pages, int batch, int count, ExecutorService threads)
            throws Exception {
        List<Future<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < count; from += batch) {
            List<PageImage> together = new ArrayList<>();
            for (int i = from; i < from + batch; i++) {
                together.add(pages.get(i % pages.size()));
            }
            batches.add(threads.submit(() -> engine.read(together).size()));
        }
        int read = 0;
        for (Future<Integer> each : batches) {
            read += each.get();
        }
        return read;
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

    /** The most memory that was resident, as Linux says it. */
    private static String peak() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("");
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
