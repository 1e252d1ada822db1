package dev.quire.infer.deepseek;

import ai.djl.pytorch.jni.IValue;
import dev.quire.infer.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The model at work on many pages at once: reads prompts into the cache, and writes on. The pages of a call are
 * independent of each other, so a call that ran out of memory can be made again in smaller parts.
 */
final class Generator implements AutoCloseable {

    private final Program program;
    private final Weights weights;
    private final BlockPool pool;
    private final PromptTokens prompt;
    private final IValue cache;

    private Generator(Program program, Weights weights, BlockPool pool, PromptTokens prompt, IValue cache) {
        this.program = program;
        this.weights = weights;
        this.pool = pool;
        this.prompt = prompt;
        this.cache = cache;
    }

    /** With a cache of so many blocks. */
    static Generator of(Program program, Weights weights, PromptTokens prompt, int blocks, int blockTokens)
            throws EngineException {
        try (Scope scope = program.scope()) {
            IValue cache = scope.keep("cache", weights.language(), scope.number(blocks), scope.number(blockTokens));
            return new Generator(program, weights, new BlockPool(blocks, blockTokens), prompt, cache);
        }
    }

    BlockPool pool() {
        return pool;
    }

    PromptTokens prompt() {
        return prompt;
    }

    /**
     * Looks at pages of equally many tiles and writes the first token of each. Their sequences have blocks for the
     * prompt.
     *
     * @param most pictures that are looked at at once
     */
    void begin(List<Picture> pages, List<Sequence> sequences, int most) throws EngineException {
        int count = pages.size();
        int blocks = pool.blocksFor(sequences.get(0).promptLength());
        long[] table = new long[count * blocks];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < blocks; i++) {
                table[row * blocks + i] = sequences.get(row).blocks().get(i);
            }
        }
        try (Scope scope = program.scope()) {
            IValue visual = scope.call(
                    "encode",
                    weights.vision(),
                    scope.list(pages.stream().map(Picture::pixels).toList()),
                    scope.number(most));
            IValue answer = scope.call(
                    "prefill",
                    weights.language(),
                    cache,
                    visual,
                    scope.numbers(prompt.head(), prompt.head().length),
                    scope.numbers(prompt.tail(), prompt.tail().length),
                    scope.numbers(table, count, blocks));
            long[] first = scope.numbers(scope.parts(answer)[0]);
            for (int row = 0; row < count; row++) {
                sequences.get(row).append(first[row]);
            }
        }
    }

    /** Reads and writes a little of an empty page, so that what a device loads at its first use is there before the first page. */
    void warm(int steps) throws EngineException {
        int tiles = 2;
        Sequence sequence = new Sequence(prompt.length(tiles), new NgramRule(1, 0));
        try (Picture empty = Picture.of(program, tiles, pixels -> {}, () -> {})) {
            pool.grow(sequence, sequence.promptLength() + steps, 0);
            begin(List.of(empty), List.of(sequence), tiles);
            go(List.of(sequence), steps);
        } finally {
            pool.shrink(sequence, 0);
        }
    }

    /** Writes so many more tokens of each page. Their sequences have blocks for them. Waits for the device once. */
    void go(List<Sequence> sequences, int steps) throws EngineException {
        int rows = sequences.size();
        int before = Math.max(1, most(sequences, NgramRule::ngram) - 1);
        int known = before + Math.max(1, most(sequences, NgramRule::window));
        int widest = sequences.stream()
                .mapToInt(sequence -> sequence.blocks().size())
                .max()
                .orElseThrow();
        long[] recent = new long[rows * known];
        long[] positions = new long[rows];
        long[] ngrams = new long[rows];
        long[] windows = new long[rows];
        long[] table = new long[rows * widest];
        long[] owner = new long[pool.inUse()];
        long[] start = new long[pool.inUse()];
        Arrays.fill(recent, -1);
        Arrays.fill(start, -1);
        for (int row = 0; row < rows; row++) {
            Sequence sequence = sequences.get(row);
            sequence.copyNewest(recent, (row + 1) * known, known);
            positions[row] = sequence.position();
            ngrams[row] = sequence.rule().ngram();
            windows[row] = sequence.rule().window();
            for (int i = 0; i < sequence.blocks().size(); i++) {
                int block = sequence.blocks().get(i);
                table[row * widest + i] = block;
                owner[block] = row;
                start[block] = (long) i * pool.blockTokens();
            }
        }
        try (Scope scope = program.scope()) {
            long[] tokens = scope.numbers(scope.call(
                    "decode",
                    weights.language(),
                    cache,
                    scope.numbers(recent, rows, known),
                    scope.numbers(positions, rows),
                    scope.numbers(ngrams, rows),
                    scope.numbers(windows, rows),
                    scope.number(before),
                    scope.numbers(prompt.exempt(), prompt.exempt().length),
                    scope.numbers(table, rows, widest),
                    scope.numbers(owner, owner.length),
                    scope.numbers(start, start.length),
                    scope.number(steps)));
            for (int i = 0; i < tokens.length; i++) {
                sequences.get(i / steps).append(tokens[i]);
            }
        }
    }

    private static int most(List<Sequence> sequences, ToIntFunction<NgramRule> of) {
        return sequences.stream().map(Sequence::rule).mapToInt(of).max().orElseThrow();
    }

    /** Gives unused memory back to the device. */
    void trim() {
        program.trim();
    }

    @Override
    public void close() {
        cache.close();
    }
}
