package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * CPU seconds a page on one thread, padding and resident memory over the first pages of a folder of PDFs: {@code main
 * FOLDER ROUNDS [OUTPUT]}; Markdown and text go to OUTPUT.
 */
public final class BenchmarkEmbeddedEngine {

    private static final int LONG_SIDE = 2_000;

    private BenchmarkEmbeddedEngine() {}

    public static void main(String[] arguments) throws IOException, EngineException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
            files = found.filter(file -> file.toString().endsWith(".pdf"))
                    .sorted()
                    .toList();
        }
        long start = System.nanoTime();
        try (EmbeddedEngine engine = (EmbeddedEngine) new EmbeddedEngines().open(Device.CPU)) {
            System.out.printf("opened in %.2f s%n", (System.nanoTime() - start) / 1e9);
            for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
                List<Double> seconds = new ArrayList<>();
                for (Path file : files) {
                    PageImage page = firstPage(file);
                    long before = cpuNanos();
                    PageText text = engine.read(List.of(page)).get(0);
                    seconds.add((cpuNanos() - before) / 1e9);
                    if (arguments.length > 2) {
                        write(Path.of(arguments[2]), file, text);
                    }
                }
                seconds.sort(null);
                System.out.printf(
                        "round %d: %d pages, CPU s/page mean %.3f median %.3f, padding %.3f, resident %s%n",
                        round,
                        seconds.size(),
                        seconds.stream().mapToDouble(s -> s).average().orElse(0),
                        seconds.get(seconds.size() / 2),
                        engine.paddingShare(),
                        resident());
            }
        }
    }

    private static PageImage firstPage(Path file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            PDRectangle size = document.getPage(0).getCropBox();
            float scale = LONG_SIDE / Math.max(size.getWidth(), size.getHeight());
            BufferedImage image = new PDFRenderer(document).renderImage(0, scale, ImageType.RGB);
            return APage.of(image, 1 / scale);
        }
    }

    private static void write(Path folder, Path file, PageText text) throws IOException {
        String name = file.getFileName().toString().replace(".pdf", "");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + "_p1.md"), text.markdown());
        Files.writeString(folder.resolve(name + "_p1.txt"), text.text());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** As Linux says it. */
    private static String resident() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmRSS")).findFirst().orElse("unknown");
        }
    }
}
