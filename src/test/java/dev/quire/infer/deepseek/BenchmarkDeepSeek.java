package dev.quire.infer.deepseek;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import dev.quire.document.FinishReason;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * DeepSeek-OCR 2 at full size on a GPU, with a checkpoint that quire_deepseek.random_checkpoint wrote: {@code main
 * FOLDER [phases] [curve] [mix] [memory]}, all of them where none is named; a number is one point of the curve. Every page has six tiles, 1,131 tokens of
 * prompt and a length that is set, since random weights do not end a text.
 */
public final class BenchmarkDeepSeek {

    private static final Device GPU = Device.gpu(0);
    private static final int BLOCK = 128;
    private static final int TILES = 6;
    private static final int LENGTH = 1_200;
    private static final int MEAN_LENGTH = 1_080;
    private static final int CAP = 4_096;
    private static final NgramRule RULE = new NgramRule(20, 90);
    private static final PromptTokens PROMPT = new PromptTokens(
            new long[] {0}, new long[] {201, 128820, 21842, 270, 4940, 304, 2121, 7919, 16}, 1, new long[] {
                128821, 128822
            });
    private static final byte[] PIXELS = new byte[PageViews.bytes(TILES)];

    private final Program program;
    private final Weights weights;

    private BenchmarkDeepSeek(Program program, Weights weights) {
        this.program = program;
        this.weights = weights;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        new Random(1).nextBytes(PIXELS);
        TorchSettings.apply();
        Checkpoint checkpoint = Checkpoint.open(Path.of(arguments[0]));
        long start = System.nanoTime();
        try (Program program = Program.load(GPU);
                Weights weights = Weights.load(program, checkpoint, 8_192 + Scheduler.STEPS)) {
            System.out.printf("loaded in %.1f s, %s, device %s%n", seconds(start), hostPeak(), deviceMemory());
            BenchmarkDeepSeek benchmark = new BenchmarkDeepSeek(program, weights);
            for (String part : wanted.isEmpty() ? List.of("phases", "curve", "mix", "memory") : wanted) {
                switch (part) {
                    case "phases" -> benchmark.phases();
                    case "curve" -> benchmark.curve();
                    case "mix" -> benchmark.mix();
                    case "memory" -> benchmark.memory();
                    default -> benchmark.point(Integer.parseInt(part));
                }
                program.trim();
            }
        }
    }

    /** Each phase alone, with nothing else under way. */
    private void phases() throws EngineException {
        try (Generator generator = Generator.of(program, weights, PROMPT, 8 * 10 + 1, BLOCK)) {
            for (int pages : List.of(1, 3, 8)) {
                double begin = median(() -> begin(generator, pages));
                double prefill = prefill(pages);
                System.out.printf(
                        "%d pages begin: vision %.1f ms a page, prefill %.1f%n",
                        pages, (begin - prefill) / pages, prefill / pages);
            }
        }
        for (int pages : List.of(1, 4, 16, 64, 128, 256)) {
            try (Generator generator = Generator.of(program, weights, PROMPT, pages * 20 + 1, BLOCK)) {
                List<Sequence> sequences = IntStream.range(0, pages)
                        .mapToObj(i -> midway(generator, LENGTH * (2 * i + 1) / (2 * pages)))
                        .toList();
                double step = median(() -> generator.go(sequences, Scheduler.STEPS)) / Scheduler.STEPS;
                System.out.printf("%d pages go on: %.2f ms a step, %.0f tokens/s%n", pages, step, pages / step * 1e3);
            }
            program.trim();
        }
    }

    private void begin(Generator generator, int pages) throws EngineException {
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            Sequence sequence = new Sequence(PROMPT.length(TILES), RULE);
            generator.pool().grow(sequence, sequence.promptLength(), 0);
            sequences.add(sequence);
        }
        try (Picture picture = picture()) {
            generator.begin(Collections.nCopies(pages, picture), sequences, 3 * pages);
        }
        sequences.forEach(sequence -> generator.pool().shrink(sequence, 0));
    }

    private double prefill(int pages) throws EngineException {
        int blocks = PROMPT.length(TILES) / BLOCK + 1;
        try (Picture picture = picture();
                Scope scope = program.scope()) {
            IValue visual = scope.call(
                    "encode",
                    weights.vision(),
                    scope.list(Collections.nCopies(pages, picture.pixels())),
                    scope.number(24));
            IValue cache =
                    scope.call("cache", weights.language(), scope.number(pages * blocks + 1), scope.number(BLOCK));
            long[] table =
                    IntStream.rangeClosed(1, pages * blocks).asLongStream().toArray();
            return median(() -> scope.numbers(scope.parts(scope.call(
                    "prefill",
                    weights.language(),
                    cache,
                    visual,
                    scope.numbers(PROMPT.head(), PROMPT.head().length),
                    scope.numbers(PROMPT.tail(), PROMPT.tail().length),
                    scope.numbers(table, pages, blocks)))[0]));
        }
    }

    private Picture picture() throws EngineException {
        return Picture.of(program, TILES, target -> target.put(PIXELS), () -> {});
    }

    /** A page that has written so many tokens, with room for the steps to come. */
    private static Sequence midway(Generator generator, int length) {
        Sequence sequence = new Sequence(PROMPT.length(TILES), RULE);
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            sequence.append(random.nextInt(128_000));
        }
        if (!generator.pool().grow(sequence, sequence.position() + 1 + 4 * Scheduler.STEPS, 0)) {
            throw new IllegalStateException("The cache is too small");
        }
        return sequence;
    }

    private void curve() throws Exception {
        for (int places : List.of(1, 4, 16, 64, 128, 256)) {
            point(places);
        }
    }

    /** Few places: one page each. Many: as many pages of staggered lengths for a start, then twice as many. */
    private void point(int places) throws Exception {
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            lengths.add(places < 64 ? LENGTH : LENGTH * (i + 1) / places);
        }
        lengths.addAll(Collections.nCopies(places < 64 ? 0 : 2 * places, LENGTH));
        System.out.printf("%d in flight: %s%n", places, run(places, lengths, false));
    }

    private void mix() throws Exception {
        Random random = new Random(2);
        List<Integer> lengths = new ArrayList<>();
        double sigma = 0.6;
        int places = 128;
        for (int i = 0; i < 3 * places; i++) {
            double length = MEAN_LENGTH * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
            boolean capped = i % 33 == 16;
            lengths.add(capped ? CAP - PROMPT.length(TILES) : (int) Math.min(CAP - PROMPT.length(TILES), length + 1));
        }
        System.out.printf("mix, continuous, %d in flight: %s%n", places, run(places, lengths, false));
        System.out.printf("mix, static batches of %d: %s%n", places, run(places, lengths, true));
    }

    /** Short pages while the device is nearly full: each is read or fails, none is lost. */
    private void memory() throws Exception {
        try (NDManager hog = Engine.getEngine("PyTorch").newBaseManager(GPU)) {
            Deque<NDArray> taken = new ArrayDeque<>();
            for (int free : List.of(24, 12, 6, 3)) {
                try (Generator generator = Generator.of(program, weights, PROMPT, 64 * 10 + 65, BLOCK)) {
                    fill(hog, taken, free);
                    try {
                        System.out.printf(
                                "%d blocks of 256 MB free: %s%n",
                                free, run(generator, 64, Collections.nCopies(96, 64), false));
                    } finally {
                        taken.forEach(NDArray::close);
                        taken.clear();
                        program.trim();
                    }
                }
            }
            fill(hog, taken, 8);
            System.out.println(complaint(() -> Generator.of(program, weights, PROMPT, 2_000, BLOCK)));
            System.out.println(complaint(() -> program.requireRoom(1)));
        }
        try (Program nowhere = Program.load(Device.gpu(99))) {
            System.out.println(complaint(() -> nowhere.requireRoom(1)));
        }
    }

    private static void fill(NDManager manager, Deque<NDArray> taken, int free) {
        try {
            while (true) {
                taken.push(manager.create(new Shape(256L << 20), DataType.UINT8));
            }
        } catch (RuntimeException full) {
            for (int i = 0; i < free; i++) {
                taken.pop().close();
            }
        }
    }

    private static String complaint(Step attempt) {
        try {
            attempt.run();
            return "no complaint";
        } catch (EngineException e) {
            return e.errorClass() + " " + e.getMessage();
        }
    }

    private String run(int places, List<Integer> lengths, boolean wave) throws Exception {
        int longest = Collections.max(lengths) + PROMPT.length(TILES);
        int blocks = places * Math.min(20, longest / BLOCK + 2) + longest / BLOCK + 3;
        try (Generator generator = Generator.of(program, weights, PROMPT, blocks, BLOCK)) {
            return run(generator, places, lengths, wave);
        }
    }

    /** Whenever a page is done the next is handed over; of a wave, only when all are. */
    private String run(Generator generator, int places, List<Integer> lengths, boolean wave) throws Exception {
        int longest = Collections.max(lengths) + PROMPT.length(TILES);
        Map<Sequence, Integer> wanted = new HashMap<>();
        Deque<Integer> next = new ArrayDeque<>(lengths);
        Ending ending = (sequence, fresh) -> {
            int length = wanted.computeIfAbsent(sequence, page -> next.remove());
            return sequence.length() < length
                    ? Optional.empty()
                    : Optional.of(new Ending.End(length, FinishReason.LENGTH));
        };
        List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
        List<Double> ends = Collections.synchronizedList(new ArrayList<>());
        Map<String, Integer> failures = Collections.synchronizedMap(new HashMap<>());
        Semaphore free = new Semaphore(places);
        long start = System.nanoTime();
        try (Scheduler scheduler = new Scheduler(generator, new BatchSize(places, places), ending, longest)) {
            List<CompletableFuture<?>> pages = new ArrayList<>();
            for (int i = 0; i < lengths.size(); i++) {
                if (wave && i % places == 0) {
                    free.acquire(places);
                    free.release(places);
                }
                free.acquire();
                long handed = System.nanoTime();
                pages.add(scheduler.submit(picture()).handle((text, failure) -> {
                    latencies.add(seconds(handed));
                    ends.add(seconds(start));
                    if (failure != null) {
                        failures.merge("" + failure.getMessage(), 1, Integer::sum);
                    }
                    free.release();
                    return text;
                }));
            }
            pages.forEach(CompletableFuture::join);
        }
        double wall = seconds(start);
        int count = lengths.size();
        latencies.sort(null);
        double tokens = lengths.stream().mapToInt(length -> length).sum();
        String steady = count >= 3 * places
                ? "%.2f".formatted(places / (ends.get(2 * places - 1) - ends.get(places - 1)))
                : "-";
        return ("%d pages in %.1f s, %.2f pages/s (steady %s), %.0f tokens/s, p50 %.1f p95 %.1f p99 %.1f s, device %s"
                        + " failures %s")
                .formatted(
                        count,
                        wall,
                        count / wall,
                        steady,
                        tokens / wall,
                        latencies.get(count / 2),
                        latencies.get(count * 95 / 100),
                        latencies.get(count * 99 / 100),
                        deviceMemory(),
                        failures);
    }

    /** Milliseconds, of three after one that does not count. */
    private static double median(Step step) throws EngineException {
        double[] times = new double[4];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            step.run();
            times[i] = seconds(start) * 1e3;
        }
        Arrays.sort(times, 1, 4);
        return times[2];
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** As Linux says it. */
    private static String hostPeak() throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("VmHWM")).findFirst().orElse("unknown");
        }
    }

    /** Of the device, in use by anybody. */
    private static String deviceMemory() throws IOException {
        Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws EngineException;
    }
}
