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
import java.util.concurrent.Semaphore;

/**
 * Reads pages with DeepSeek-OCR 2. Every calling thread cuts its own pages into views and then waits; the pages of all
 * threads are written together, each answered when it is done. So the engine pulls pages as places become free, though a
 * call is a plain call.
 */
final class DeepSeekEngine implements Engine {

    private static final int BLOCK_TOKENS = 128;
    private static final int FIRST_BATCH = 16;

    /** Cached tokens for each page at once; a longer page uses what shorter ones leave. */
    private static final int CACHED_TOKENS = 2_560;

    /** No more pages are cut at once than cores can: the first are ready soon, and the thread that writes keeps its core. */
    private final Semaphore cutting =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private final List<AutoCloseable> parts;
    private final Scheduler scheduler;

    private DeepSeekEngine(List<AutoCloseable> parts, Scheduler scheduler) {
        this.parts = parts;
        this.scheduler = scheduler;
    }

    /** @param pages the most that are written at once */
    static DeepSeekEngine open(Path folder, Prompt prompt, int pages, Device device) throws EngineException {
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
            Generator generator = opened(parts, generator(program, weights, tokens, pages, longest));
            BatchSize batchSize = new BatchSize(FIRST_BATCH, pages);
            Ending ending = Ending.ofPages(tokens, longest);
            return new DeepSeekEngine(
                    parts, opened(parts, new Scheduler(generator, tokenizer, batchSize, ending, longest)));
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

    /** With the largest cache that the device has memory for. */
    private static Generator generator(Program program, Weights weights, PromptTokens tokens, int pages, int longest)
            throws EngineException {
        int least = (longest + Scheduler.STEPS) / BLOCK_TOKENS + 2;
        int blocks = Math.max(least, pages * CACHED_TOKENS / BLOCK_TOKENS);
        while (true) {
            try {
                return Generator.of(program, weights, tokens, blocks, BLOCK_TOKENS);
            } catch (EngineException e) {
                if (e.errorClass() != ErrorClass.DEVICE_MEMORY || blocks == least) {
                    throw e;
                }
                program.trim();
                blocks = Math.max(least, blocks * 4 / 5);
            }
        }
    }

    @Override
    public List<PageText> read(List<PageImage> batch) throws EngineException {
        List<CompletableFuture<Scheduler.Generated>> answers =
                batch.stream().map(page -> scheduler.submit(views(page))).toList();
        List<PageText> texts = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Scheduler.Generated answer = await(answers.get(i));
            PageText text = GroundedText.parse(
                    answer.text(), batch.get(i).width(), batch.get(i).height());
            texts.add(new PageText(
                    text.markdown(),
                    text.text(),
                    text.blocks(),
                    text.tables(),
                    Float.NaN,
                    answer.tokens(),
                    answer.finish(),
                    answer.tries()));
        }
        return texts;
    }

    private PageViews views(PageImage page) {
        cutting.acquireUninterruptibly();
        try {
            return PageViews.of(page.image());
        } finally {
            cutting.release();
        }
    }

    @Override
    public EngineLoad load() {
        return scheduler.load();
    }

    private static Scheduler.Generated await(CompletableFuture<Scheduler.Generated> answer) throws EngineException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new EngineException(ErrorClass.MODEL, "The engine failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(ErrorClass.MODEL, "Interrupted", e);
        }
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
