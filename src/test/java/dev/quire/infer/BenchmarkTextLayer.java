package dev.quire.infer;

import dev.quire.document.DocumentException;
import dev.quire.document.DocumentLimits;
import dev.quire.document.Documents;
import dev.quire.document.OpenDocument;
import dev.quire.document.TextLayer;
import dev.quire.document.TextTrust;
import dev.quire.testing.FileOnDisk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the text layers of folders of PDFs cost and give, page by page: {@code main FOLDER...}. Milliseconds are those of
 * work, not of the clock.
 */
public final class BenchmarkTextLayer {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private BenchmarkTextLayer() {}

    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            List<Path> files;
            try (Stream<Path> found = Files.list(Path.of(folder))) {
                files = found.filter(file -> file.toString().endsWith(".pdf"))
                        .sorted()
                        .toList();
            }
            List<Double> layer = new ArrayList<>();
            List<Double> layout = new ArrayList<>();
            Map<TextTrust, Integer> reasons = new EnumMap<>(TextTrust.class);
            for (Path file : files) {
                try (OpenDocument document = Documents.open(FileOnDisk.of(file), DocumentLimits.DEFAULT)) {
                    for (int page = 1; page <= document.pages() && !document.broken(); page++) {
                        measure(document, page, layer, layout, reasons);
                    }
                } catch (DocumentException e) {
                    System.out.printf("%s: %s%n", file.getFileName(), e.getMessage());
                }
            }
            System.out.printf("%s: %d pages %s%n", folder, layer.size(), reasons);
            print("characters, lines and check", layer);
            print("layout of trusted pages", layout);
        }
    }

    private static void measure(
            OpenDocument document, int page, List<Double> layer, List<Double> layout, Map<TextTrust, Integer> reasons) {
        try {
            document.facts(page);
            long start = cpuOfDocuments();
            TextLayer text = document.textLayer(page);
            layer.add((cpuOfDocuments() - start) / 1e6);
            reasons.merge(text.trust(), 1, Integer::sum);
            if (text.trust().trusted()) {
                start = THREADS.getCurrentThreadCpuTime();
                TextLayers.text(text);
                layout.add((THREADS.getCurrentThreadCpuTime() - start) / 1e6);
            }
        } catch (DocumentException e) {
            reasons.merge(TextTrust.UNREADABLE, 1, Integer::sum);
        }
    }

    /** Documents are read on threads of their own. */
    private static long cpuOfDocuments() {
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("document ")) {
                nanos += THREADS.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    private static void print(String what, List<Double> milliseconds) {
        List<Double> sorted = milliseconds.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            System.out.printf(
                    "  %-28s mean %.1f, median %.1f, p95 %.1f, p99 %.1f ms%n",
                    what,
                    sorted.stream().mapToDouble(ms -> ms).average().orElse(0),
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() * 95 / 100),
                    sorted.get(sorted.size() * 99 / 100));
        }
    }
}
