package dev.quire.plan;

import dev.quire.config.SplitStrategy;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import dev.quire.document.TextTrust;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostPrior;
import dev.quire.plan.cost.CostSamples;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Ways to spread pages over many unequal devices, simulated: {@code main CSV PAGES [DEVICES...]}. The CSV holds measured pages:
 * document, bytes of the document, characters, images, image share, milliseconds to draw, milliseconds of the device.
 *
 * <p>The model: documents are drawn from the measured ones with all of their pages until there are enough. A device is a
 * slot; every second one is 2.5 times as fast. Tasks are taken in the order of the plan by whichever device is idle
 * first, as Spark does. A task takes half a second, 30 ms for each document that it opens, and its pages' measured times,
 * over the device's speed. One task in a hundred fails at a random point and is taken up again from its first page by the
 * next idle device. A wave begins when the last task of the one before has ended. The lower bound is all work over all
 * speed, or the longest page on a fast device, whichever is more. The learned model is fitted to every second measured
 * document and knows nothing of the devices' speeds.
 */
public final class BenchmarkSimulation {

    private static final int FRAGMENT_PAGES = 20;
    private static final int TASKS_PER_SLOT = 4;
    private static final double TASK_MILLIS = 500;
    private static final double OPEN_MILLIS = 30;
    private static final int WAVE_PAGES = 20_000;
    private static final double WAVE_MILLIS = 20 * 60 * 1_000;
    private static final TaskSizes SIZES = new TaskSizes(120_000, 2_000, 1);
    private static final double FAST = 2.5;
    private static final double FAILING = 0.01;
    /** Each with other failures; the median counts. */
    private static final int NIGHTS = 9;

    private static final CostPrior PRIOR = new CostPrior(30, 60, 0);

    private BenchmarkSimulation() {}

    private record Page(PageFacts facts, double millis) {}

    private record Document(double bytes, List<Page> pages) {
        private PageFacts facts(Page page) {
            return page.facts().with((long) bytes / pages.size(), TextTrust.NOT_ASKED);
        }
    }

    /** A task as it is planned, and as it will be. */
    private static final class Task {
        private final double planned;
        private double millis = TASK_MILLIS;

        private Task(double planned) {
            this.planned = planned;
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Document> measured = measured(Path.of(arguments[0]));
        int pages = Integer.parseInt(arguments[1]);
        CostModel prior = CostModel.of(PRIOR, 1);
        CostModel learned = learned(measured);
        List<Document> night = draw(measured, pages);
        CostedPages costed = new CostedPages();
        double[] millis = cost(night, costed, prior, learned);
        System.out.printf(
                Locale.ROOT,
                "%,d pages of %,d documents, drawn from %d measured ones%n%n",
                costed.size(),
                costed.documents(),
                measured.size());
        System.out.println(
                "| devices | packing | waves | tasks | makespan / lower bound | slowest task / mean | idle |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int devices : devices(arguments)) {
            for (Packing packing : Packing.values()) {
                String name = packing.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                print(name, List.<Task[]>of(tasks(costed, millis, devices, packing)), millis, devices);
            }
            print("quire", planned(night, learned, devices), millis, devices);
        }
    }

    private static int[] devices(String[] arguments) {
        return arguments.length == 2
                ? new int[] {10, 30, 100, 300, 1_000}
                : Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
    }

    /** A night's documents. */
    private static List<Document> draw(List<Document> measured, int pages) {
        Random random = new Random(1);
        List<Document> night = new ArrayList<>();
        for (int left = pages; left > 0; ) {
            Document drawn = measured.get(random.nextInt(measured.size()));
            int taken = Math.min(left, drawn.pages().size());
            night.add(new Document(drawn.bytes(), drawn.pages().subList(0, taken)));
            left -= taken;
        }
        return night;
    }

    /** What each page takes. */
    private static double[] cost(List<Document> night, CostedPages costed, CostModel prior, CostModel learned) {
        List<Double> millis = new ArrayList<>();
        for (Document document : night) {
            costed.document(document.bytes());
            for (Page page : document.pages()) {
                if (page.facts().page() % FRAGMENT_PAGES == 1) {
                    costed.fragment();
                }
                PageFacts facts = document.facts(page);
                costed.page(prior.taskMillis(prior.price(facts)), learned.taskMillis(learned.price(facts)));
                millis.add(page.millis());
            }
        }
        return millis.stream().mapToDouble(each -> each).toArray();
    }

    private static Task[] tasks(CostedPages pages, double[] millis, int devices, Packing packing) {
        int[] taskOf = packing.tasks(pages, devices, devices * TASKS_PER_SLOT);
        double[] planned = new double[Arrays.stream(taskOf).max().orElse(0) + 1];
        for (int page = 0; page < pages.size(); page++) {
            planned[taskOf[page]] += packing.learns() ? pages.learned(page) : pages.prior(page);
        }
        Task[] tasks = Arrays.stream(planned).mapToObj(Task::new).toArray(Task[]::new);
        for (int page = 0; page < pages.size(); page++) {
            boolean opens =
                    page == 0 || pages.fragment(page) != pages.fragment(page - 1) || taskOf[page] != taskOf[page - 1];
            tasks[taskOf[page]].millis += millis[page] + (opens ? OPEN_MILLIS : 0);
        }
        return tasks;
    }

    /** What Quire's own planner makes of the night, wave by wave. */
    private static List<Task[]> planned(List<Document> night, CostModel learned, int devices) {
        List<ScannedDocument> scanned = new ArrayList<>();
        double all = 0;
        for (int number = 0; number < night.size(); number++) {
            List<PageFacts> facts = night.get(number).pages().stream()
                    .map(night.get(number)::facts)
                    .toList();
            String id = "%016x%016x".formatted(number * 0x9E3779B97F4A7C15L, number);
            DocumentRef document = new DocumentRef(id, "", 1, 1, "", List.of(), false, Priority.NORMAL);
            scanned.add(new ScannedDocument(document, "pdf", facts, Outline.NONE, List.of(), null));
            all += learned.taskMillis(learned.price(facts));
        }
        double most = Planner.fragmentMillis(all, devices, SIZES.shortest());
        SplitDocument split = new SplitDocument(SplitStrategy.AUTO, FRAGMENT_PAGES, most, learned);
        FragmentCosts costs = new FragmentCosts.Collect(learned)
                .call(scanned.stream()
                        .flatMap(each -> split.split(each).stream())
                        .iterator())
                .next();
        PagePlan plan = new PagePlanner(devices, WAVE_PAGES, WAVE_MILLIS, SIZES).plan(costs);
        List<double[]> plannedMillis =
                plan.waves().stream().map(wave -> new double[wave.partitions()]).toList();
        for (int i = 0; i < costs.size(); i++) {
            plannedMillis.get(plan.wave(costs.key(i)))[plan.partition(costs.key(i))] += costs.cost(i);
        }
        List<Task[]> waves = plannedMillis.stream()
                .map(tasks -> Arrays.stream(tasks).mapToObj(Task::new).toArray(Task[]::new))
                .toList();
        for (int number = 0; number < night.size(); number++) {
            List<Page> pages = night.get(number).pages();
            for (Fragment fragment : split.split(scanned.get(number))) {
                Task task = waves.get(plan.wave(fragment.key()))[plan.partition(fragment.key())];
                task.millis += OPEN_MILLIS;
                for (PageFacts page : fragment.pages()) {
                    task.millis += pages.get(page.page() - 1).millis();
                }
            }
        }
        return waves;
    }

    private static void print(String packing, List<Task[]> waves, double[] millisOfPage, int devices) {
        double speed = devices / 2.0 * (1 + FAST);
        double work = Arrays.stream(millisOfPage).sum();
        double longest = Arrays.stream(millisOfPage).max().orElse(0);
        double bound = Math.max(work / speed, longest / FAST);
        double[] nights = new double[NIGHTS];
        for (int night = 0; night < NIGHTS; night++) {
            Random random = new Random(night);
            for (Task[] wave : waves) {
                nights[night] += makespan(wave, devices, random);
            }
        }
        Arrays.sort(nights);
        double makespan = nights[NIGHTS / 2];
        double[] millis = waves.stream()
                .flatMap(Arrays::stream)
                .mapToDouble(task -> task.millis)
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %d | %,d | %.3f (%.3f to %.3f) | %.2f | %.1f %% |%n",
                devices,
                packing,
                waves.size(),
                millis.length,
                makespan / bound,
                nights[0] / bound,
                nights[NIGHTS - 1] / bound,
                Arrays.stream(millis).max().orElse(0)
                        / Arrays.stream(millis).average().orElse(1),
                100 * (1 - work / speed / makespan));
    }

    /** Events in the order of time: who is idle first takes what is planned to be costliest, or what has failed. */
    private static double makespan(Task[] tasks, int devices, Random random) {
        Deque<Task> queue = new ArrayDeque<>(Arrays.stream(tasks)
                .sorted(Comparator.comparingDouble(task -> -task.planned))
                .toList());
        double[] freeAt = new double[devices];
        PriorityQueue<Integer> idleFirst = new PriorityQueue<>(Comparator.comparingDouble(device -> freeAt[device]));
        for (int device = 0; device < devices; device++) {
            idleFirst.add(device);
        }
        PriorityQueue<Failed> failed = new PriorityQueue<>(Comparator.comparingDouble(Failed::at));
        double end = 0;
        while (!queue.isEmpty() || !failed.isEmpty()) {
            int device = idleFirst.remove();
            if (queue.isEmpty()) {
                freeAt[device] = Math.max(freeAt[device], failed.element().at());
            }
            boolean again = !failed.isEmpty() && failed.element().at() <= freeAt[device];
            Task task = again ? failed.remove().task() : queue.remove();
            double takes = task.millis / (device % 2 == 0 ? 1 : FAST);
            boolean fails = !again && random.nextDouble() < FAILING;
            freeAt[device] += fails ? takes * random.nextDouble() : takes;
            if (fails) {
                failed.add(new Failed(task, freeAt[device]));
            }
            end = Math.max(end, freeAt[device]);
            idleFirst.add(device);
        }
        return end;
    }

    private record Failed(Task task, double at) {}

    private static CostModel learned(List<Document> measured) {
        CostSamples samples = new CostSamples();
        for (int i = 0; i < measured.size(); i += 2) {
            Document document = measured.get(i);
            for (Page page : document.pages()) {
                samples.add(document.facts(page), new PageCost(0, page.millis(), 0));
            }
        }
        return new CostHistory()
                .with(new CostHistory.Kind(false, "any"), samples)
                .model(PRIOR, 1);
    }

    private static List<Document> measured(Path csv) throws IOException {
        List<Document> documents = new ArrayList<>();
        String last = "";
        for (String line : Files.readAllLines(csv)) {
            String[] columns = line.split(",", -1);
            if (!columns[0].equals(last)) {
                last = columns[0];
                documents.add(new Document(Double.parseDouble(columns[1]), new ArrayList<>()));
            }
            List<Page> pages = documents.get(documents.size() - 1).pages();
            PageFacts facts = new PageFacts(
                    pages.size() + 1,
                    0,
                    0,
                    0,
                    Integer.parseInt(columns[2]),
                    Integer.parseInt(columns[3]),
                    Float.parseFloat(columns[4]));
            pages.add(new Page(facts, Double.parseDouble(columns[5]) + Double.parseDouble(columns[6])));
        }
        return documents;
    }
}
