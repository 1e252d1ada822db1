package dev.quire;

import dev.quire.config.QuireConfig;
import dev.quire.document.PageFacts;
import dev.quire.infer.ChosenEngines;
import dev.quire.infer.Device;
import dev.quire.infer.PageResult;
import dev.quire.infer.Recognition;
import dev.quire.infer.embedded.EmbeddedEngines;
import dev.quire.merge.MergePages;
import dev.quire.observe.TaskTimes;
import dev.quire.plan.Cluster;
import dev.quire.plan.CostedPages;
import dev.quire.plan.Fragment;
import dev.quire.plan.Packing;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.plan.ScannedDocument;
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
import java.io.Serializable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;

/**
 * The same pages read by the embedded model on two cores under six ways to spread them over tasks: {@code main ROUNDS
 * PAGES DIR...}. The first half of the documents is read before, for the learned model; what is compared are pages of the
 * second half. Each document is as long as it is in its folder, cut after so many pages as are left.
 *
 * <p>A task's cost is the time of the threads that worked for it, so that neighbours on the machine do not decide the
 * figures: slowest / mean of the tasks' costs; and the tasks with these costs in the order in which they were given out,
 * each to the slot that is free first, over half of all costs or the costliest page, whichever is more. Seconds and idle
 * share are those of the clock.
 */
public final class BenchmarkBalance {

    private static final int TASKS_PER_SLOT = 4;
    private static final int FRAGMENT_PAGES = 4;
    private static final int SLOTS = 2;

    private final Run run;
    private final QuireConfig config = QuireConfig.from(Map.of("spark.quire.text-layer", "never"));
    private final EmbeddedEngines engine = new EmbeddedEngines();

    private BenchmarkBalance(Run run) {
        this.run = run;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        int most = Integer.parseInt(arguments[1]);
        String output = Files.createTempDirectory("quire-balance-").toString();
        try (Run run = new Run(LocalSpark.session(), output)) {
            BenchmarkBalance benchmark = new BenchmarkBalance(run);
            benchmark.compare(benchmark.scan(List.of(arguments).subList(2, arguments.length), output), rounds, most);
        }
        LocalSpark.session().stop();
    }

    private void compare(List<ScannedDocument> documents, int rounds, int most) throws Exception {
        CostModel prior = CostModel.of(engine.prior(), 1);
        List<ScannedDocument> taught = half(documents, 0, most);
        List<ScannedDocument> read = half(documents, 1, most);
        List<Measured> lesson = quire(taught, prior, "lesson").pages();
        CostModel learned = learned(lesson);
        CostedPages costed = new CostedPages();
        List<Fragment> pages = pages(read, costed, prior, learned);
        System.out.printf(
                Locale.ROOT,
                "%d pages of %d documents teach; %d pages of %d documents are spread, %d slots%n%n",
                lesson.size(),
                taught.size(),
                pages.size(),
                read.size(),
                SLOTS);
        System.out.println(
                "| round | packing | tasks | core seconds | slowest / mean | makespan / lower bound | seconds | idle |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        Stage last = quire(read, learned, "warm");
        for (int round = 1; round <= rounds; round++) {
            for (Packing packing : Packing.values()) {
                int[] tasks = packing.tasks(costed, SLOTS, SLOTS * TASKS_PER_SLOT);
                String name = packing.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                print(round, name, read(groups(pages, tasks), name + " " + round));
            }
            last = quire(read, learned, "quire " + round);
            print(round, "quire", last);
        }
        print("density prior", prior, last.pages());
        print("learned", learned, last.pages());
    }

    private List<ScannedDocument> scan(List<String> inputs, String output) throws Exception {
        DocumentSource source =
                DocumentSource.of(inputs, config.pattern(), run.context().hadoopConfiguration());
        Inventory inventory = Inventory.of(source, run.context().hadoopConfiguration());
        Priorities priorities =
                new Priorities(config.priority(), Manifest.none(run.spark()).entries());
        return Tables.at(run.spark(), output)
                .remaining(
                        priorities.of(source.documents(source.found(run.spark()), inventory, "benchmark")),
                        Tables.Reprocess.NONE,
                        new MergePages(config.pageSeparator()))
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
        int left = mostPages;
        for (int i = which; i < documents.size() && left > 0; i += 2) {
            ScannedDocument whole = documents.get(i);
            List<PageFacts> pages =
                    whole.pages().subList(0, Math.min(left, whole.pages().size()));
            half.add(new ScannedDocument(
                    whole.document(), whole.format(), pages, whole.outline(), whole.warnings(), null));
            left -= pages.size();
        }
        return half;
    }

    /** What a task did: the pages that it read. */
    private record Measured(int task, PageResult result) implements Serializable {
        private double millis() {
            return result.effort().renderMillis() + result.effort().inferMillis();
        }
    }

    private record Stage(List<Measured> pages, double seconds, double idle) {
        /** In the order in which they were given out. */
        private double[] tasks() {
            Map<Integer, Double> tasks = new TreeMap<>();
            pages.forEach(page -> tasks.merge(page.task(), page.millis(), Double::sum));
            return tasks.values().stream().mapToDouble(each -> each).toArray();
        }
    }

    /** As Quire does it: its own planner, its own tasks. */
    private Stage quire(List<ScannedDocument> documents, CostModel costs, String name) throws Exception {
        Cluster cluster = new Cluster(1, SLOTS, 1, 1, 1);
        Planner.Work work = new Planner(run.context(), config.plan(), cluster, costs)
                .plan(run.context().parallelize(documents, SLOTS));
        PagePlan.Wave wave = work.plan().waves().get(0);
        if (work.plan().waves().size() != 1) {
            throw new IllegalStateException("More than a wave: fewer pages, please");
        }
        return read(work.wave(wave), wave, name);
    }

    private Stage read(List<List<Fragment>> groups, String name) throws Exception {
        PagePlan.Wave wave = new PagePlan.Wave(0, groups.size(), 0, 0, 0, true, false, Priority.NORMAL);
        return read(run.context().parallelize(groups, groups.size()).flatMap(List::iterator), wave, name);
    }

    private Stage read(JavaRDD<Fragment> fragments, PagePlan.Wave wave, String name) throws Exception {
        TaskTimes times = new TaskTimes();
        run.context().sc().addSparkListener(times);
        run.context().sc().setJobDescription(name);
        Recognition recognition = Recognition.of(
                run.context(),
                new ChosenEngines(engine, null),
                run.files(),
                config.read(),
                config.device(),
                run.devices());
        long start = System.nanoTime();
        List<Measured> pages = recognition
                .read(fragments, wave)
                .map(result -> new Measured(TaskContext.getPartitionId(), result))
                .collect();
        double seconds = (System.nanoTime() - start) / 1e9;
        run.context().sc().listenerBus().waitUntilEmpty();
        run.context().sc().removeSparkListener(times);
        return new Stage(pages, seconds, times.idleShare(name, SLOTS));
    }

    /** Adds all pages to {@code costed}; gives each as a fragment of its own. */
    private static List<Fragment> pages(
            List<ScannedDocument> documents, CostedPages costed, CostModel prior, CostModel learned) {
        List<Fragment> pages = new ArrayList<>();
        for (ScannedDocument document : documents) {
            costed.document((double) document.document().length());
            for (PageFacts page : document.pages()) {
                if (page.page() % FRAGMENT_PAGES == 1) {
                    costed.fragment();
                }
                pages.add(new Fragment(document.document(), List.of(page), prior.price(page), null));
                costed.page(prior.taskMillis(prior.price(page)), learned.taskMillis(learned.price(page)));
            }
        }
        return pages;
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

    private static void print(int round, String packing, Stage stage) {
        double[] tasks = stage.tasks();
        double all = Arrays.stream(tasks).sum();
        double longest =
                stage.pages().stream().mapToDouble(Measured::millis).max().orElse(0);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %d | %.1f | %.2f | %.2f | %.1f | %.0f %% |%n",
                round,
                packing,
                tasks.length,
                all / 1e3,
                Arrays.stream(tasks).max().orElse(0) * tasks.length / all,
                makespan(tasks) / Math.max(all / SLOTS, longest),
                stage.seconds(),
                100 * stage.idle());
    }

    private static double makespan(double[] tasks) {
        double[] freeAt = new double[SLOTS];
        for (double task : tasks) {
            Arrays.sort(freeAt);
            freeAt[0] += task;
        }
        return Arrays.stream(freeAt).max().orElse(0);
    }

    private CostModel learned(List<Measured> pages) {
        CostSamples samples = new CostSamples();
        for (Measured page : pages) {
            if (!(page.result() instanceof PageResult.Failed)) {
                PageCost cost = new PageCost(
                        page.result().effort().renderMillis(),
                        page.result().effort().inferMillis(),
                        0);
                samples.add(Objects.requireNonNull(page.result().origin().facts()), cost);
            }
        }
        return new CostHistory()
                .with(new CostHistory.Kind(false, Device.CPU.toString()), samples)
                .model(engine.prior(), 1);
    }

    private static void print(String name, CostModel model, List<Measured> pages) {
        double share = 0;
        double error = 0;
        double predicted = 0;
        double actual = 0;
        int count = 0;
        for (Measured page : pages) {
            if (!(page.result() instanceof PageResult.Failed)) {
                double expected = model.taskMillis(model.price(
                        Objects.requireNonNull(page.result().origin().facts())));
                double taken = Math.max(1, page.millis());
                share += Math.abs(expected - taken) / taken;
                error += Math.abs(expected - taken);
                predicted += expected;
                actual += taken;
                count++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s: mean error of a page %.0f %%, all errors / all time %.0f %%, bias %+.0f %%%n",
                name,
                100 * share / count,
                100 * error / actual,
                100 * (predicted / actual - 1));
    }
}
