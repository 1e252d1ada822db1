package dev.quire.merge;

import dev.quire.evaluate.Score;
import dev.quire.evaluate.TableScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Merged documents against their pages one after the other, over the same stored pages: {@code main PAGES CORPUS}, where
 * PAGES is what {@code quire query} wrote of the columns that {@link StoredPages} names, and CORPUS a folder of folders
 * with {@code a.gt.md} or {@code a.gt.txt} beside {@code a.pdf}, and {@code a.tests.jsonl} with facts.
 */
public final class BenchmarkMerge {

    private static final Path BORDERS = Path.of("src/test/resources/dev/quire/merge/borders.csv");
    private static final Pattern TAG = Pattern.compile("</?(table|tr|td)\\b[^>]*>");
    /** The reference of the book holds its running lines: "12 1.3. STETIGKEIT". */
    private static final Pattern RUNNING = Pattern.compile(
            "(?m)^(\\d{1,3}|[ivx]{1,5}|\\d{1,3} (\\d\\.\\d\\. [\\p{Lu} -]+|\\p{Lu}\\p{Ll}+verzeichnis|Lösungen der Übungsaufgaben))$");

    private static final Pattern LIST_SIGN = Pattern.compile("(?s).*\\n(- |\\d+[.)] )$");
    private static final int RUNS = 5;

    private BenchmarkMerge() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, List<PageContent>> documents = StoredPages.read(Path.of(arguments[0]));
        types(documents);
        scores(documents, Path.of(arguments[1]));
        facts(documents, Path.of(arguments[1]));
        borders(documents);
        time(documents);
    }

    private static void types(Map<String, List<PageContent>> documents) {
        Map<String, Integer> types = new TreeMap<>();
        Map<String, Integer> issues = new TreeMap<>();
        for (List<PageContent> pages : documents.values()) {
            MergedDocument merged = new MergePages("").merge(pages);
            types.merge(merged.type() + " " + merged.strategy(), 1, Integer::sum);
            merged.issues()
                    .forEach(issue ->
                            issues.merge(issue.type() + (issue.repaired() ? " repaired" : ""), 1, Integer::sum));
        }
        System.out.printf("%d documents %s%nissues %s%n", documents.size(), types, issues);
    }

    /** Word F1, lines out of order and tables, of each document and of each kind; then of all pages of each kind. */
    private static void scores(Map<String, List<PageContent>> documents, Path corpus) throws IOException {
        Map<String, Compared> kinds = new TreeMap<>();
        System.out.printf("%-44s %5s %18s %18s %20s%n", "reference", "pages", "word F1", "out of order", "TEDS");
        for (Map.Entry<String, List<PageContent>> document : documents.entrySet()) {
            Optional<Path> file = fileBeside(corpus, document.getKey(), ".gt.md", ".gt.txt");
            List<PageContent> pages = document.getValue();
            MergedDocument merged = new MergePages("").merge(pages);
            if (file.isPresent() && merged.type() != null) {
                String reference = Files.readString(file.orElseThrow());
                Compared compared = new Compared(
                        pages.size(),
                        Evaluated.of(reference, concatenated(pages)),
                        Evaluated.of(reference, merged.markdown()));
                compared.print(document.getKey());
                String kind = "%s %s"
                        .formatted(
                                Objects.requireNonNull(file.orElseThrow().getParent())
                                        .getFileName(),
                                pages.size() == 1 ? "" : merged.type());
                kinds.merge(kind, compared, Compared::plus);
            }
        }
        kinds.forEach((kind, compared) -> compared.print("all " + kind));
    }

    /** A text and its tables. */
    private record Evaluated(Score score, TableScore tables) {

        static Evaluated of(String reference, String read) {
            String truth = RUNNING.matcher(text(reference)).replaceAll("");
            return new Evaluated(Score.of(truth, text(read)), TableScore.of(reference, read));
        }

        Evaluated plus(Evaluated other) {
            return new Evaluated(score.plus(other.score), tables.plus(other.tables));
        }
    }

    /** Pages one after the other, and merged. */
    private record Compared(int pages, Evaluated before, Evaluated after) {

        Compared plus(Compared other) {
            return new Compared(pages + other.pages, before.plus(other.before), after.plus(other.after));
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %5d %7.4f -> %7.4f %7.4f -> %7.4f %7.3f -> %7.3f (%d tables, %d and %d read)%n",
                    name,
                    pages,
                    before.score.wordF1(),
                    after.score.wordF1(),
                    before.score.readingOrderError(),
                    after.score.readingOrderError(),
                    before.tables.teds(),
                    after.tables.teds(),
                    before.tables.tables(),
                    before.tables.readTables(),
                    after.tables.readTables());
        }
    }

    private static void facts(Map<String, List<PageContent>> documents, Path corpus) throws IOException {
        TreeMap<String, int[]> counts = new TreeMap<>();
        for (Map.Entry<String, List<PageContent>> document : documents.entrySet()) {
            Optional<String> facts = beside(corpus, document.getKey(), ".tests.jsonl");
            for (String line : facts.map(text -> text.lines().toList()).orElse(List.of())) {
                Fact fact = Fact.of(line);
                int[] count = counts.computeIfAbsent(fact.type(), unseen -> new int[3]);
                count[0]++;
                count[1] += fact.holds(concatenated(document.getValue())) ? 1 : 0;
                count[2] += fact.holds(merged(document.getValue())) ? 1 : 0;
            }
        }
        counts.forEach((type, count) -> System.out.printf(
                "facts %-8s %3d, hold in pages %3d, merged %3d%n", type, count[0], count[1], count[2]));
    }

    /** Borders of pages that were labelled by eye: does a sentence or a table go on there? */
    private static void borders(Map<String, List<PageContent>> documents) throws IOException {
        Map<String, String> merged = documents.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new MergePages("<!-- page {page} -->")
                                .merge(entry.getValue())
                                .markdown()));
        int[] outcome = new int[4];
        try (Stream<String> lines = Files.lines(BORDERS)) {
            for (String line : lines.skip(1).toList()) {
                String[] label = line.split(",", -1);
                boolean joined = joined(merged.getOrDefault(label[0], ""), "<!-- page " + label[1] + " -->");
                boolean right = joined == label[2].equals("yes");
                outcome[(joined ? 0 : 2) + (right ? 0 : 1)]++;
                if (!right) {
                    System.out.printf("%s page %s: %s%n", label[0], label[1], joined ? "wrongly joined" : "not joined");
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "borders: %d joined rightly, %d wrongly, %d left rightly, %d wrongly; precision %.3f, recall %.3f%n",
                outcome[0],
                outcome[1],
                outcome[2],
                outcome[3],
                (double) outcome[0] / (outcome[0] + outcome[1]),
                (double) outcome[0] / (outcome[0] + outcome[3]));
    }

    private static boolean joined(String merged, String mark) {
        int at = merged.indexOf(mark);
        if (at < 0 || at + mark.length() == merged.length()) {
            return false;
        }
        String before = merged.substring(Math.max(0, at - 20), at);
        return !before.endsWith("\n\n") && !LIST_SIGN.matcher(before).matches();
    }

    private static void time(Map<String, List<PageContent>> documents) {
        for (Map.Entry<String, List<PageContent>> document : documents.entrySet()) {
            int size = document.getValue().size();
            if (size < 100) {
                continue;
            }
            double[] milliseconds = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                merged(document.getValue());
                milliseconds[run] = (System.nanoTime() - start) / 1e6;
            }
            java.util.Arrays.sort(milliseconds);
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %4d pages %7.1f ms (%.1f to %.1f), %.2f ms/page%n",
                    document.getKey(),
                    size,
                    milliseconds[RUNS / 2],
                    milliseconds[0],
                    milliseconds[RUNS - 1],
                    milliseconds[RUNS / 2] / size);
        }
    }

    private static String merged(List<PageContent> pages) {
        return new MergePages("").merge(pages).markdown();
    }

    private static String concatenated(List<PageContent> pages) {
        return pages.stream().map(PageContent::markdown).collect(Collectors.joining("\n\n"));
    }

    /** Markup is not part of what is read. */
    static String text(String markdown) {
        return TAG.matcher(markdown)
                .replaceAll(" ")
                .replaceAll("(?m)^\\|( --- \\|)+$", "")
                .replace("\\", "");
    }

    private static Optional<String> beside(Path corpus, String file, String ending) throws IOException {
        Optional<Path> found = fileBeside(corpus, file, ending);
        return found.isPresent() ? Optional.of(Files.readString(found.orElseThrow())) : Optional.empty();
    }

    private static Optional<Path> fileBeside(Path corpus, String file, String... endings) throws IOException {
        String name = file.replaceFirst("\\.[^.]+$", "");
        try (Stream<Path> folders = Files.list(corpus)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                for (String ending : endings) {
                    if (Files.exists(folder.resolve(file)) && Files.exists(folder.resolve(name + ending))) {
                        return Optional.of(folder.resolve(name + ending));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
