package dev.quire.infer;

import com.sun.management.OperatingSystemMXBean;
import dev.quire.config.QuireConfig;
import dev.quire.config.ReadConfig;
import dev.quire.config.RetryConfig;
import dev.quire.config.TextLayerUse;
import dev.quire.document.DocumentLimits;
import dev.quire.document.Documents;
import dev.quire.document.PageFacts;
import dev.quire.plan.Fragment;
import dev.quire.plan.ScanDocuments;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentFiles;
import dev.quire.source.DocumentRef;
import dev.quire.source.Passwords;
import dev.quire.source.Priority;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.Mutants;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The process that {@link FuzzDocuments} watches: scans damaged files and reads their first pages, drawn and from their
 * text layers, with the classes that the job uses. Writes a line when it begins a file, a dot for each step, a line at its
 * end.
 */
final class FuzzReader implements AutoCloseable {

    /** A page that takes longer than these fails; drawn as small as can be told apart from blank. */
    private static final DocumentLimits LIMITS =
            new DocumentLimits(400, 20_000_000, 40, 8L << 20, Duration.ofSeconds(8), Duration.ofSeconds(4));

    /** The same, the file read in blocks. */
    private static final DocumentLimits IN_BLOCKS = new DocumentLimits(
            LIMITS.longSide(), LIMITS.imagePixels(), LIMITS.pages(), 0, LIMITS.openTime(), LIMITS.pageTime());

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final int PAGES = 2;

    private static final PageResult.Executor HERE = new PageResult.Executor("fuzz", "fuzz");

    private final Mutants mutants;
    private final Path file;
    private final OutputStream results;
    private final Complaints complaints;
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final JavaSparkContext context;
    private final DocumentFiles files;
    private final Map<String, Undamaged> undamaged = new TreeMap<>();

    private FuzzReader(Mutants mutants, Path file, OutputStream results, Complaints complaints) {
        this.mutants = mutants;
        this.file = file;
        this.results = results;
        this.complaints = complaints;
        this.context = new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("fuzz")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
        this.files = new DocumentFiles(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(Passwords.NONE));
    }

    /** {@code RESULTS SEED MOST_BYTES FIRST END FOLDER...} */
    public static void main(String[] arguments) throws Exception {
        Complaints complaints = new Complaints(System.err);
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        Path results = Path.of(arguments[0]);
        List<Path> folders = Arrays.stream(arguments).skip(5).map(Path::of).toList();
        Mutants mutants = new Mutants(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]), folders);
        Path file = Files.createTempFile(results.toAbsolutePath().getParent(), "mutant", ".bin");
        try (OutputStream out = Files.newOutputStream(results, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                FuzzReader reader = new FuzzReader(mutants, file, out, complaints)) {
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> reader.uncaught.set(thrown));
            for (long number = Long.parseLong(arguments[3]); number < Long.parseLong(arguments[4]); number++) {
                reader.read(number);
            }
        } finally {
            Files.delete(file);
        }
    }

    private void read(long number) throws IOException {
        Mutants.Mutant mutant = mutants.mutant(number);
        tell("B\t%d\t%s\t%s\t".formatted(number, mutant.original().getFileName(), damage(mutant)));
        long start = PROCESS.getProcessCpuTime();
        Findings findings = new Findings();
        try {
            Files.write(file, mutant.bytes());
            read(number % 2 == 0 ? LIMITS : IN_BLOCKS, mutant.original(), findings);
        } catch (Throwable e) {
            findings.crash(e);
        }
        Throwable elsewhere = uncaught.getAndSet(null);
        if (elsewhere != null) {
            findings.crash(elsewhere);
        }
        long millis = (PROCESS.getProcessCpuTime() - start) / 1_000_000;
        tell("\tE\t%d\t%d\t%s\n".formatted(millis, Documents.lostThreads(), findings));
    }

    private static String damage(Mutants.Mutant mutant) {
        return mutant.damage().stream().map(Enum::name).collect(Collectors.joining("+"));
    }

    private void tell(String text) throws IOException {
        results.write(text.getBytes(StandardCharsets.UTF_8));
        results.flush();
    }

    private void read(DocumentLimits limits, Path original, Findings findings) throws Exception {
        ReadConfig config = config(limits);
        ScannedDocument scanned = scan(file, config);
        tell(".");
        findings.add(scanned);
        if (scanned.failure() != null) {
            return;
        }
        List<PageFacts> pages = scanned.pages().stream().limit(PAGES).toList();
        for (PageFacts page : pages) {
            complaints.clear();
            PageResult drawn = drawn(config, scanned, page);
            List<String> complained = complaints.all();
            tell(".");
            findings.add(drawn);
            if (drawn instanceof PageResult.Blank blank && isInked(original, page.page())) {
                findings.lostInk(blank, scanned.warnings(), complained);
            }
            if (page.hasTextLayer()) {
                PageResult read = readText(config, scanned, page);
                tell(".");
                findings.addText(read, page);
            }
        }
        Undamaged known = undamaged(original);
        if (scanned.format().equals(known.format())
                && scanned.pages().size() < Math.min(known.inked().size(), limits.pages())
                && scanned.warnings().isEmpty()) {
            findings.fewerPages(scanned.pages().size(), known.inked().size());
        }
    }

    /** Nothing is tried twice. */
    private static ReadConfig config(DocumentLimits limits) {
        RetryConfig.Rule once = new RetryConfig.Rule(1, Duration.ZERO, 1);
        return new ReadConfig(
                TextLayerUse.AUTO,
                false,
                limits,
                Duration.ofSeconds(60),
                Integer.MAX_VALUE,
                new RetryConfig(once, once, once, once));
    }

    private ScannedDocument scan(Path file, ReadConfig config) throws Exception {
        DocumentRef document = new DocumentRef(
                "0".repeat(32),
                file.toAbsolutePath().toUri().toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toMillis(),
                "key",
                List.of(),
                false,
                Priority.NORMAL);
        return new ScanDocuments(files, config).call(document);
    }

    private PageResult drawn(ReadConfig config, ScannedDocument scanned, PageFacts page) {
        TaskEngines engines = new TaskEngines(
                new ChosenEngines(HookedEngines.calling(() -> {}), null),
                Device.CPU,
                config,
                QuireConfig.from(Map.of()).device(),
                HERE.id(),
                context.hadoopConfiguration());
        try (PageReader reader = new PageReader(
                fragment(scanned, page), files, config, engines, new TaskPages(0, config.stuckThreads()), HERE)) {
            return only(reader, page);
        }
    }

    private PageResult readText(ReadConfig config, ScannedDocument scanned, PageFacts page) {
        try (TextLayerReader reader = new TextLayerReader(
                fragment(scanned, page), files, config, new TaskPages(0, config.stuckThreads()), HERE)) {
            return only(reader, page);
        }
    }

    private static Iterator<Fragment> fragment(ScannedDocument scanned, PageFacts page) {
        return List.of(new Fragment(scanned.document(), List.of(page), PageCost.NONE, null))
                .iterator();
    }

    /** The one result that a page must have. */
    private static PageResult only(Iterator<PageResult> reader, PageFacts page) {
        PageResult result = reader.next();
        if (reader.hasNext() || result.origin().page() != page.page()) {
            throw new IllegalStateException("Page %d has other results than its own".formatted(page.page()));
        }
        return result;
    }

    /** What the file was before: its format, and whether its first pages show something. */
    private record Undamaged(String format, List<Boolean> inked) {}

    private boolean isInked(Path original, int page) throws Exception {
        List<Boolean> pages = undamaged(original).inked();
        return page <= pages.size() && pages.get(page - 1);
    }

    private Undamaged undamaged(Path original) throws Exception {
        Undamaged known = undamaged.get(original.toString());
        if (known == null) {
            ReadConfig config = config(LIMITS);
            ScannedDocument scanned = scan(original, config);
            List<Boolean> inked = new ArrayList<>();
            for (PageFacts page : scanned.pages()) {
                inked.add(page.page() <= PAGES && drawn(config, scanned, page) instanceof PageResult.Recognized);
            }
            known = new Undamaged(scanned.format(), inked);
            undamaged.put(original.toString(), known);
        }
        return known;
    }

    @Override
    public void close() {
        context.close();
    }

    /** What came of one file: columns of the results. */
    private static final class Findings {
        private final TreeMap<String, Integer> outcomes = new TreeMap<>();
        private final TreeSet<String> notes = new TreeSet<>();

        void add(ScannedDocument scanned) {
            if (scanned.failure() != null) {
                count("document " + scanned.failure().errorClass());
                check(scanned.failure().message());
            }
        }

        void add(PageResult result) {
            count("drawn", result);
        }

        void addText(PageResult result, PageFacts page) {
            count("text", result);
            if (page.trust().trusted()
                    && result instanceof PageResult.Recognized read
                    && read.text().text().isBlank()) {
                notes.add("LOST a trusted text layer without text");
            }
        }

        private void count(String how, PageResult result) {
            if (result instanceof PageResult.Failed failed) {
                count(how + " " + failed.failure().errorClass());
                check(failed.failure().message());
            } else {
                count(how + " " + result.getClass().getSimpleName());
            }
        }

        private void check(String message) {
            if (message.isBlank() || message.equals("null")) {
                notes.add("LOST a failure says nothing");
            }
        }

        void lostInk(PageResult.Blank blank, List<String> ofDocument, List<String> complaints) {
            List<String> warnings = new ArrayList<>(blank.look().warnings());
            warnings.addAll(ofDocument);
            String kind = !warnings.isEmpty() ? "WARNED" : complaints.isEmpty() ? "BLANK" : "LOST";
            notes.add("%s ink of page %d, warnings %s, complaints %s"
                    .formatted(kind, blank.origin().page(), warnings, complaints)
                    .replace(';', ','));
        }

        void fewerPages(int pages, int known) {
            notes.add("FEWER pages: %d of %d".formatted(pages, known));
        }

        void crash(Throwable thrown) {
            StackTraceElement[] stack = thrown.getStackTrace();
            notes.add("CRASH %s at %s".formatted(thrown, stack.length == 0 ? "?" : stack[0]));
        }

        private void count(String outcome) {
            outcomes.merge(outcome, 1, Integer::sum);
        }

        @Override
        public String toString() {
            return outcomes.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(";"))
                    + "\t"
                    + String.join("; ", notes).replaceAll("\\s+", " ");
        }
    }

    /** What the libraries complain about while they go on as if nothing had happened. */
    private static final class Complaints extends OutputStream {

        /** A letter is drawn in another font: it is drawn. */
        private static final String HARMLESS = "Using fallback font";

        private static final int MOST = 4;
        private static final int LONGEST = 160;

        private final PrintStream passedOn;
        private final StringBuilder line = new StringBuilder();
        private final Set<String> complaints = new LinkedHashSet<>();

        Complaints(PrintStream passedOn) {
            this.passedOn = passedOn;
        }

        @Override
        public synchronized void write(int value) {
            if (value != '\n') {
                line.append((char) (value & 0xff));
                return;
            }
            String text = line.toString();
            line.setLength(0);
            if (!text.startsWith("WARN ") && !text.startsWith("ERROR ")) {
                passedOn.println(text);
            } else if (!text.contains(HARMLESS) && complaints.size() < MOST) {
                complaints.add(
                        text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("[^ -~]", "?"));
            }
        }

        synchronized void clear() {
            complaints.clear();
        }

        synchronized List<String> all() {
            return List.copyOf(complaints);
        }
    }
}
