package dev.quire.plan;

import dev.quire.document.PageFacts;
import dev.quire.document.TextTrust;
import dev.quire.plan.cost.CostHistory;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.CostPrior;
import dev.quire.plan.cost.CostSamples;
import dev.quire.plan.cost.PageCost;
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
import java.util.stream.IntStream;

/**
 * Ways to spread pages over many unequal devices, simulated: {@code main CSV PAGES}. The CSV holds measured pages:
 * document, bytes of the document, characters, images, image share, milliseconds to draw, milliseconds of the device.
 *
 * <p>The model: documents are drawn from the measured ones with all of their pages until there are enough. A device is a
 * slot; every second one is 2.5 times as fast. Tasks are taken in the order of the plan by whichever device is idle
 * first, as Spark does. A task takes half a second and its pages' measured times, over the device's speed. One task in a
 * hundred fails at a random point and is taken up again from its first page by the next idle device, as Spark does. The lower bound
 * is all work over all speed, or the longest page on a fast device, whichever is more. The learned model is fitted to
 * every second measured document and knows nothing of the devices' speeds.
 */
public final class BenchmarkSimulation {

    private static final int FRAGMENT_PAGES = 20;
    private static final int TASKS_PER_SLOT = 4;
    private static final double TASK_OVERHEAD = 500;
    private static final double FAST = 2.5;
    private static final double FAILING = 0.01;
    private static final CostPrior PRIOR = new CostPrior(30, 60, 0);

    private BenchmarkSimulation() {}

    private record Page(PageFacts facts, double millis) {}

    private record Document(double bytes, List<Page> pages) {
        private PageFacts facts(Page page) {
            return page.facts().with((long) bytes / pages.size(), TextTrust.NOT_ASKED);
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Document> measured = measured(Path.of(arguments[0]));
        int pages = Integer.parseInt(arguments[1]);
        CostModel prior = CostModel.of(PRIOR, 1);
        CostModel learned = learned(measured);
        CostedPages simulated = new CostedPages();
        double[] millis = simulate(simulated, measured, pages, prior, learned);
        System.out.printf(
                Locale.ROOT,
                "%,d pages of %,d documents, drawn from %d measured ones%n%n",
                simulated.size(),
                simulated.documents(),
                measured.size());
        System.out.println("| devices | packing | tasks | makespan / lower bound | slowest task / mean | idle |");
        System.out.println("|---|---|---|---|---|---|");
        for (int devices : new int[] {10, 30, 100, 300, 1_000}) {
            for (Packing packing : Packing.values()) {
                print(simulated, millis, devices, packing);
            }
        }
    }

    /** Draws a night's pages; gives what each takes. */
    private static double[] simulate(
            CostedPages night, List<Document> measured, int pages, CostModel prior, CostModel learned) {
        Random random = new Random(1);
        double[] millis = new double[pages];
        while (night.size() < pages) {
            Document drawn = measured.get(random.nextInt(measured.size()));
            night.document(drawn.bytes());
            for (int i = 0; i < drawn.pages().size() && night.size() < pages; i++) {
                if (i % FRAGMENT_PAGES == 0) {
                    night.fragment();
                }
                Page page = drawn.pages().get(i);
                PageFacts facts = drawn.facts(page);
                millis[night.size()] = page.millis();
                night.page(prior.taskMillis(prior.price(facts)), learned.taskMillis(learned.price(facts)));
            }
        }
        return millis;
    }

    private static void print(CostedPages pages, double[] millisOfPage, int devices, Packing packing) {
        int[] taskOf = packing.tasks(pages, devices, devices * TASKS_PER_SLOT);
        int tasks = Arrays.stream(taskOf).max().orElse(0) + 1;
        double[] millis = new double[tasks];
        double[] planned = new double[tasks];
        Arrays.fill(millis, TASK_OVERHEAD);
        double work = 0;
        for (int page = 0; page < pages.size(); page++) {
            millis[taskOf[page]] += millisOfPage[page];
            planned[taskOf[page]] += packing.learns() ? pages.learned(page) : pages.prior(page);
            work += millisOfPage[page];
        }
        double speed = devices / 2.0 * (1 + FAST);
        double longest = Arrays.stream(millisOfPage).max().orElse(0);
        double bound = Math.max(work / speed, longest / FAST);
        double makespan = makespan(millis, planned, devices, new Random(2));
        double mean = Arrays.stream(millis).average().orElse(1);
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %,d | %.2f | %.2f | %.0f %% |%n",
                devices,
                packing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tasks,
                makespan / bound,
                Arrays.stream(millis).max().orElse(0) / mean,
                100 * (1 - work / speed / makespan));
    }

    /** Events in the order of time: who is idle first takes what is planned to be costliest, or what has failed. */
    private static double makespan(double[] millis, double[] planned, int devices, Random random) {
        Deque<Integer> queue = new ArrayDeque<>(IntStream.range(0, millis.length)
                .boxed()
                .sorted(Comparator.comparingDouble(task -> -planned[task]))
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
            int task = again ? failed.remove().task() : queue.remove();
            double takes = millis[task] / (device % 2 == 0 ? 1 : FAST);
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

    private record Failed(int task, double at) {}

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
