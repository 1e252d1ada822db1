package dev.quire.infer.deepseek;

import dev.quire.device.EngineLoad;
import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Reads pages with DeepSeek-OCR 2. Every calling thread cuts its own pages into views and then waits; the pages of all
 * threads are written together, each answered when it is done. So the engine pulls pages as places become free, though a
 * call is a plain call.
 */
final class DeepSeekEngine implements Engine {

    private static final int BLOCK_TOKENS = 128;

    /** For each page at once, 2,560 tokens; a longer page uses what shorter ones leave. */
    private static final int PAGE_BLOCKS = 20;

    /** Beside the 3 GB that it computes in at least: with less, few pages begin together. */
    private static final long FOR_SPEED = 3_000_000_000L;

    private final List<AutoCloseable> parts;
    private final Pictures pictures;
    private final Scheduler scheduler;
    private final Tokenizer tokenizer;
    private final int parallelism;

    private DeepSeekEngine(
            List<AutoCloseable> parts, Pictures pictures, Scheduler scheduler, Tokenizer tokenizer, int parallelism) {
        this.parts = parts;
        this.pictures = pictures;
        this.scheduler = scheduler;
        this.tokenizer = tokenizer;
        this.parallelism = parallelism;
    }

    /**
     * On a device.
     *
     * @param pages the most that are written at once
     * @param waiting the most that wait for their turn, cut into views
     */
    static DeepSeekEngine open(Path folder, Prompt prompt, int pages, int waiting, Device device)
            throws EngineException {
        TorchSettings.apply();
        List<AutoCloseable> parts = new ArrayList<>();
        try {
            Checkpoint checkpoint = Checkpoint.open(folder);
            Tokenizer tokenizer = opened(parts, Tokenizer.open(checkpoint.tokenizer()));
            PromptTokens tokens = tokenizer.around(prompt);
            Program program = opened(
                    parts,
                    Program.load(
                            device.kind() == Device.Kind.GPU
                                    ? ai.djl.Device.gpu(device.index())
                                    : ai.djl.Device.cpu()));
            program.requireRoom(checkpoint.bytes());
            int longest = checkpoint.config().language().positions();
            Weights weights = opened(parts, Weights.load(program, checkpoint, longest + Scheduler.STEPS));
            Generator generator = opened(parts, generator(program, weights, tokens, pages, checkpoint));
            if (device.kind() == Device.Kind.GPU) {
                generator.warm(Scheduler.STEPS);
            }
            BatchSize batchSize = new BatchSize(Math.max(1, pages / 2), pages);
            Ending ending = Ending.ofPages(tokens, longest);
            Scheduler scheduler = opened(parts, new Scheduler(generator, batchSize, ending, longest));
            return new DeepSeekEngine(
                    parts,
                    new Pictures(program, waiting),
                    scheduler,
                    tokenizer,
                    places(generator, pages, device) + waiting);
        } catch (IOException e) {
            close(parts);
            throw new EngineException(ErrorClass.MODEL, "The model cannot be loaded: " + e.getMessage(), e);
        } catch (EngineException | RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T opened(List<AutoCloseable> parts, T part) {
        parts.add(0, part);
        return part;
    }

    /** With the largest cache that the device has memory for beside what is computed. */
    private static Generator generator(
            Program program, Weights weights, PromptTokens tokens, int pages, Checkpoint checkpoint)
            throws EngineException {
        ModelConfig.Language language = checkpoint.config().language();
        long blockBytes = BLOCK_TOKENS * language.cached() * checkpoint.numberBytes();
        int least = (language.positions() + Scheduler.STEPS) / BLOCK_TOKENS + 2;
        int blocks = Math.max(least, pages * PAGE_BLOCKS + 1);
        while (true) {
            try {
                if (blocks > least) {
                    program.requireRoom(blocks * blockBytes + FOR_SPEED);
                }
                return Generator.of(program, weights, tokens, blocks, BLOCK_TOKENS);
            } catch (EngineException e) {
                if (e.errorClass() != ErrorClass.DEVICE_MEMORY || blocks == least) {
                    throw e;
                }
                program.trim();
                blocks = Math.max(least, blocks * 9 / 10);
            }
        }
    }

    /** Pages that the cache has blocks for; says so where these are fewer than wanted. */
    private static int places(Generator generator, int wanted, Device device) {
        int places = Math.max(1, generator.pool().free() / PAGE_BLOCKS);
        if (places < wanted) {
            System.err.printf(
                    "quire: %s has memory for about %d pages at once beside the model, not for the %d of"
                            + " spark.quire.deepseek.pages.%n",
                    device, places, wanted);
        }
        return places;
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        List<CompletableFuture<Scheduler.Written>> answers = new ArrayList<>(batch.size());
        for (PageImage page : batch) {
            answers.add(submit(page));
        }
        List<PageText> texts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            texts.add(text(await(answers.get(i)), batch.get(i)));
        }
        return texts;
    }

    private CompletableFuture<Scheduler.Written> submit(PageImage page) throws EngineException {
        try {
            return scheduler.submit(pictures.of(page));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private PageText text(Scheduler.Written written, PageImage page) {
        PageText text = GroundedText.parse(tokenizer.decode(written.tokens()), page.width(), page.height());
        return new PageText(
                text.markdown(),
                text.text(),
                text.blocks(),
                text.tables(),
                Float.NaN,
                written.tokens().size(),
                written.finish(),
                written.tries());
    }

    /** A thread for every page that is being written or waits its turn. */
    @Override
    public int parallelism(int wanted) {
        return Math.min(wanted, parallelism);
    }

    @Override
    public EngineLoad load() {
        return scheduler.load();
    }

    private static Scheduler.Written await(CompletableFuture<Scheduler.Written> answer) throws EngineException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new EngineException(ErrorClass.MODEL, "The engine failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EngineException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EngineException(ErrorClass.MODEL, "Interrupted", cause);
    }

    @Override
    public void close() {
        close(parts);
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("Could not close " + part, e);
            }
        }
    }
}
