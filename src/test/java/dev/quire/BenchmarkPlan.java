package dev.quire;

import com.sun.management.OperatingSystemMXBean;
import dev.quire.config.QuireConfig;
import dev.quire.infer.ChosenEngines;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.observe.PlanReport;
import dev.quire.table.Tables;
import dev.quire.testing.APdf;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.storage.RDDInfo;

/**
 * What {@code quire plan} takes of time, and of the driver's memory, by the number of documents or of pages of one
 * document: {@code main documents|pages COUNT...}.
 */
public final class BenchmarkPlan {

    private static final int FILES_PER_FOLDER = 1_000;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private BenchmarkPlan() {}

    public static void main(String[] arguments) throws Exception {
        boolean documents = arguments[0].equals("documents");
        System.out.println(
                "| documents | pages | list s | scan s | plan s | report s | ms a page | core ms a page | driver bytes a page |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int count = Integer.parseInt(argument);
            Path folder = Files.createTempDirectory("quire-plan-");
            if (documents) {
                writeDocuments(folder, count);
            } else {
                Files.write(folder.resolve("long.pdf"), pages(count));
            }
            print(folder, count);
        }
        LocalSpark.session().stop();
    }

    private static void print(Path folder, int count) throws Exception {
        Planning planning = plan(folder);
        long held = planning.used() - usedByTheDriver();
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %s | %.2f | %.1f | %,.0f |%n",
                planning.documents(),
                count,
                planning.seconds(),
                planning.wallMillis() / count,
                planning.coreMillis() / count,
                (double) held / count);
    }

    /** What planning took, and the memory in use while the plan was held. */
    private record Planning(long documents, String seconds, double wallMillis, double coreMillis, long used) {}

    private static Planning plan(Path folder) throws Exception {
        String output = Files.createTempDirectory("quire-plan-tables-").toString();
        Job job = new Job(QuireConfig.from(Map.of()), new ChosenEngines(new EmbeddedEngines(), null));
        long wall = System.nanoTime();
        long core = PROCESS.getProcessCpuTime();
        try (Run run = new Run(LocalSpark.session(), output)) {
            Pipeline pipeline = job.pipeline(run, List.of(folder.toString()), output);
            Planned planned = pipeline.plan(Tables.Reprocess.NONE).orElseThrow();
            PlanReport report = pipeline.reports().of(planned);
            run.step("end");
            wall = System.nanoTime() - wall;
            core = PROCESS.getProcessCpuTime() - core;
            long used = usedByTheDriver();
            String seconds = Stream.of("list", "scan", "plan", "report")
                    .map(step -> "%.1f".formatted(run.seconds(step)))
                    .collect(Collectors.joining(" | "));
            if (planned.documents() != report.documents()) {
                throw new IllegalStateException("Documents were lost");
            }
            return new Planning(report.documents(), seconds, wall / 1e6, core / 1e6, used);
        }
    }

    /** Driver and executor are one process here: without what the executor keeps of its partitions. */
    private static long usedByTheDriver() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        long kept = Arrays.stream(LocalSpark.session().sparkContext().getRDDStorageInfo())
                .mapToLong(RDDInfo::memSize)
                .sum();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - kept;
    }

    private static void writeDocuments(Path folder, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            Path in = folder.resolve("folder-" + number / FILES_PER_FOLDER);
            Files.createDirectories(in);
            Files.write(in.resolve("document-%d.pdf".formatted(number)), pages(1));
        }
    }

    /** A page of a few lines each, all under one node of the page tree. */
    private static byte[] pages(int count) {
        List<String> objects = new ArrayList<>(List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Count %d /Kids [%s] >>"
                        .formatted(
                                count,
                                String.join(
                                        " ",
                                        IntStream.range(0, count)
                                                .mapToObj(page -> 4 + 2 * page + " 0 R")
                                                .toList())),
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
        for (int page = 0; page < count; page++) {
            objects.add(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>"
                            .formatted(5 + 2 * page));
            objects.add(APdf.stream(
                    "",
                    "BT /F 12 Tf 14 TL 72 700 Td (This is page %d of a document that was made to be planned.) Tj T* (It says nothing else.) Tj ET"
                            .formatted(page + 1)));
        }
        return APdf.withObjects(objects.toArray(String[]::new));
    }
}
