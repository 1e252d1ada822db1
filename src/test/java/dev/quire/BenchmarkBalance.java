package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.config.SplitStrategy;
import dev.quire.document.PageFacts;
import dev.quire.infer.Device;
import dev.quire.infer.PageResult;
import dev.quire.infer.Recognition;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.observe.TaskTimes;
import dev.quire.plan.CostedPages;
import dev.quire.plan.Fragment;
import dev.quire.plan.Packing;
import dev.quire.plan.PagePlan;
import dev.quire.plan.ScannedDocument;
import dev.quire.plan.SplitDocument;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostSamples;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentSource;
import dev.quire.source.Inventory;
import dev.quire.source.Manifest;
import dev.quire.source.Priorities;
import dev.quire.source.Priority;
import dev.quire.table.Tables;
import dev.quire.testing.LocalSpark;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;

/**
 * The same pages read by the embedded model under five ways to spread them over tasks: {@code main ROUNDS PAGES DIR...}.
 * The first half of the documents is read before, for the learned model; what is compared are pages of the second half.
 */
public final class BenchmarkBalance {

    private static final int TASKS_PER_SLOT = 4;
    private static final int FRAGMENT_PAGES = 4;
    private static final int SLOTS = 2;

    private BenchmarkBalance() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int most = Integer.parseInt(arguments[1]);
        QuireConfig config = QuireConfig.from(Map.of("spark.quire.text-layer", "never"));
        String output = Files.createTempDirectory("quire-balance-").toString();
        try (Run run = new Run(LocalSpark.session(), output)) {
            List<ScannedDocument> documents =
                    scan(run, config, List.of(arguments).subList(2, arguments.length), output);
            CostModel prior = CostModel.of(new EmbeddedEngines().prior(), SLOTS);
            List<ScannedDocument> taught = half(documents, 0, most);
            List<ScannedDocument> read = half(documents, 1, most);

            List<Fragment> lessons = fragments(taught, prior);
            List<PageResult> lesson =
                    read(run, config, groups(lessons, ofOne(lessons)), "lesson").results();
            CostModel learned = learned(lesson);
            CostedPages costed = new CostedPages();
            List<Fragment> pages = pages(fragments(read, prior), costed, prior, learned);
            System.out.printf(
                    Locale.ROOT,
                    "%d pages of %d documents teach; %d pages of %d documents are spread, %d slots%n%n",
                    lesson.size(),
                    taught.size(),
                    pages.size(),
                    read.size(),
                    SLOTS);
            System.out.println("| round | packing | tasks | seconds | slowest / mean | seconds / lower bound | idle |");
            System.out.println("|---|---|---|---|---|---|---|");
            List<PageResult> last = List.of();
            for (int round = 1; round <= rounds; round++) {
                for (Packing packing : Packing.values()) {
                    int[] tasks = packing.tasks(costed, SLOTS, SLOTS * TASKS_PER_SLOT);
                    Stage stage = read(run, config, groups(pages, tasks), packing + " " + round);
                    print(round, packing, stage);
                    last = stage.results();
                }
            }
            print("density prior", prior, last);
            print("learned", learned, last);
        }
        LocalSpark.session().stop();
    }

    private static List<ScannedDocument> scan(Run run, QuireConfig config, List<String> inputs, String output)
            throws Exception {
        DocumentSource source =
                DocumentSource.of(inputs, config.pattern(), run.context().hadoopConfiguration());
        Inventory inventory = Inventory.of(source, run.context().hadoopConfiguration());
        return Tables.at(run.spark(), output)
                .remaining(
                        new Priorities(
                                        config.priority(),
                                        Manifest.none(run.spark()).entries())
                                .of(source.documents(source.found(run.spark()), inventory, "benchmark")),
                        Tables.Reprocess.NONE)
                .repartition(SLOTS * TASKS_PER_SLOT)
                .map(run.scan(config.read()))
                .filter(document -> document.failure() == null)
                .collect()
                .stream()
                .sorted(Comparator.comparing(document -> document.document().documentId()))
                .toList();
    }

    private static List<ScannedDocument> half(List<ScannedDocument> documents, int which, int mostPages) {
        List<ScannedDocument> half = new ArrayList<>();
        int pages = 0;
        for (int i = which; i < documents.size() && pages < mostPages; i += 2) {
            half.add(documents.get(i));
            pages += documents.get(i).expectedRows();
        }
        return half;
    }

    private static List<Fragment> fragments(List<ScannedDocument> documents, CostModel costs) {
        List<Fragment> fragments = new ArrayList<>();
        for (ScannedDocument document : documents) {
            new SplitDocument(SplitStrategy.FIXED, FRAGMENT_PAGES, costs)
                    .call(document)
                    .forEachRemaining(fragments::add);
        }
        return fragments;
    }

    private static int[] ofOne(List<Fragment> fragments) {
        int[] tasks = new int[fragments.size()];
        Arrays.setAll(tasks, i -> i % (SLOTS * TASKS_PER_SLOT));
        return tasks;
    }

    private static List<List<Fragment>> groups(List<Fragment> fragments, int[] tasks) {
        List<List<Fragment>> groups = new ArrayList<>();
        for (int i = 0; i < tasks.length; i++) {
            while (groups.size() <= tasks[i]) {
                groups.add(new ArrayList<>());
            }
            groups.get(tasks[i]).add(fragments.get(i));
        }
        return groups;
    }

    /** What a stage gave, and how long it took. */
    private record Stage(List<PageResult> results, List<Long> taskMillis, double seconds) {}

    private static Stage read(Run run, QuireConfig config, List<List<Fragment>> groups, String name) throws Exception {
        TaskTimes times = new TaskTimes();
        run.context().sc().addSparkListener(times);
        run.context().sc().setJobDescription(name);
        PagePlan.Wave wave = new PagePlan.Wave(0, groups.size(), 0, 0, 0, true, false, Priority.NORMAL);
        JavaRDD<Fragment> fragments =
                run.context().parallelize(groups, groups.size()).flatMap(List::iterator);
        Recognition recognition =
                Recognition.of(run.context(), new EmbeddedEngines(), null, run.files(), config.read(), config.device());
        long start = System.nanoTime();
        List<PageResult> results = recognition.read(fragments, wave).collect();
        double seconds = (System.nanoTime() - start) / 1e9;
        run.context().sc().listenerBus().waitUntilEmpty();
        run.context().sc().removeSparkListener(times);
        return new Stage(results, times.milliseconds(name), seconds);
    }

    /** Adds all pages to {@code costed}; gives each as a fragment of its own. */
    private static List<Fragment> pages(
            List<Fragment> fragments, CostedPages costed, CostModel prior, CostModel learned) {
        List<Fragment> pages = new ArrayList<>();
        String last = "";
        for (Fragment fragment : fragments) {
            if (!fragment.document().documentId().equals(last)) {
                last = fragment.document().documentId();
                costed.document((double) fragment.document().length());
            }
            costed.fragment();
            for (PageFacts page : fragment.pages()) {
                pages.add(new Fragment(fragment.document(), List.of(page), prior.price(page), null));
                costed.page(prior.taskMillis(prior.price(page)), learned.taskMillis(learned.price(page)));
            }
        }
        return pages;
    }

    private static void print(int round, Packing packing, Stage stage) {
        double all = stage.taskMillis().stream().mapToDouble(each -> each / 1e3).sum();
        double slowest = stage.taskMillis().stream()
                .mapToDouble(each -> each / 1e3)
                .max()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %d | %.1f | %.2f | %.2f | %.0f %% |%n",
                round,
                packing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                stage.taskMillis().size(),
                stage.seconds(),
                slowest * stage.taskMillis().size() / all,
                stage.seconds() / Math.max(all / SLOTS, longestPage(stage) / 1e3),
                100 * (1 - all / SLOTS / stage.seconds()));
    }

    private static double longestPage(Stage stage) {
        return stage.results().stream()
                .mapToDouble(result ->
                        result.effort().renderMillis() + result.effort().inferMillis())
                .max()
                .orElse(0);
    }

    private static CostModel learned(List<PageResult> results) {
        CostSamples samples = new CostSamples();
        for (PageResult result : results) {
            if (!(result instanceof PageResult.Failed)) {
                samples.add(Objects.requireNonNull(result.origin().facts()), cost(result));
            }
        }
        return new CostHistory()
                .with(new CostHistory.Kind(false, Device.CPU.toString()), samples)
                .model(new EmbeddedEngines().prior(), SLOTS);
    }

    private static PageCost cost(PageResult result) {
        return new PageCost(result.effort().renderMillis(), result.effort().inferMillis(), 0);
    }

    private static void print(String name, CostModel model, List<PageResult> results) {
        double error = 0;
        double predicted = 0;
        double actual = 0;
        int pages = 0;
        for (PageResult result : results) {
            if (!(result instanceof PageResult.Failed)) {
                double expected = model.taskMillis(
                        model.price(Objects.requireNonNull(result.origin().facts())));
                double taken = Math.max(1, model.taskMillis(cost(result)));
                error += Math.abs(expected - taken) / taken;
                predicted += expected;
                actual += taken;
                pages++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s: MAPE %.0f %%, bias %+.0f %%",
                name,
                100 * error / pages,
                100 * (predicted / actual - 1));
    }
}
