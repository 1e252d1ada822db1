package dev.quire.infer;

import dev.quire.config.QuireConfig;
import dev.quire.document.DocumentException;
import dev.quire.document.DocumentLimits;
import dev.quire.document.Documents;
import dev.quire.document.OpenDocument;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.testing.FileOnDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The engine without Spark on the pages of a folder of PDFs, which are drawn before the clock starts: {@code main FOLDER
 * [KEY=VALUE...]}, such as {@code /data/in spark.quire.device=gpu}. What a run makes of the same pages is to be held
 * against it.
 */
public final class BenchmarkEngineAlone {

    private BenchmarkEngineAlone() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : List.of(arguments).subList(1, arguments.length)) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        QuireConfig config = QuireConfig.from(settings);
        EngineFactory factory = Engines.find(config.engine()).with(config);
        Device device = config.device().assigned() ? new Device(Device.Kind.GPU, 0) : Device.CPU;
        int cores = Runtime.getRuntime().availableProcessors();
        List<PageImage> pages = pages(Path.of(arguments[0]), cores);
        long start = System.nanoTime();
        try (Engine engine = factory.open(device)) {
            System.out.printf("opened in %.1f s%n", seconds(start));
            read(engine, pages, factory.parallelism(device, cores), factory.batchPages());
        }
    }

    private static void read(Engine engine, List<PageImage> pages, int parallelism, int batch) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(parallelism);
        long start = System.nanoTime();
        Queue<Double> ended = new ConcurrentLinkedQueue<>();
        List<Future<List<PageText>>> texts = new ArrayList<>();
        for (int from = 0; from < pages.size(); from += batch) {
            List<PageImage> together = pages.subList(from, Math.min(pages.size(), from + batch));
            texts.add(threads.submit(() -> {
                List<PageText> read = engine.read(together);
                ended.add(seconds(start));
                return read;
            }));
        }
        long tokens = 0;
        for (Future<List<PageText>> text : texts) {
            tokens += text.get().stream().mapToInt(PageText::tokens).sum();
        }
        double wall = seconds(start);
        threads.shutdown();
        long middle = ended.stream()
                .filter(end -> end > wall / 3 && end <= 2 * wall / 3)
                .count();
        System.out.printf(
                "%d pages in %.1f s, %.2f pages/s, %.2f in the middle third of the time, %.0f tokens/s, %d tokens a page%n",
                pages.size(),
                wall,
                pages.size() / wall,
                3.0 * batch * middle / wall,
                tokens / wall,
                tokens / pages.size());
    }

    private static List<PageImage> pages(Path folder, int cores) throws Exception {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        ExecutorService threads = Executors.newFixedThreadPool(cores);
        List<Future<List<PageImage>>> drawn = new ArrayList<>();
        for (Path file : files) {
            drawn.add(threads.submit(() -> draw(file)));
        }
        List<PageImage> pages = new ArrayList<>();
        for (Future<List<PageImage>> images : drawn) {
            pages.addAll(images.get());
        }
        threads.shutdown();
        return pages;
    }

    private static List<PageImage> draw(Path file) throws IOException, DocumentException {
        List<PageImage> pages = new ArrayList<>();
        try (OpenDocument document = Documents.open(FileOnDisk.of(file), DocumentLimits.DEFAULT)) {
            for (int page = 1; page <= document.pages(); page++) {
                PageImage image = document.render(page);
                if (!image.ink().isBlank()) {
                    pages.add(image);
                }
            }
        }
        return pages;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
