package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What transformers' public classes answer with the same random weights: quire_deepseek/model_fixture.py asked them. */
final class ModelParityTest {

    private static final int BLOCK = 32;

    private static Program program;
    private static Weights weights;

    @BeforeAll
    static void load() throws Exception {
        TorchSettings.apply();
        program = Program.load(Device.cpu());
        weights = Weights.load(program, Checkpoint.open(Answers.MODEL), 1024);
    }

    @AfterAll
    static void close() {
        weights.close();
        program.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void visualTokensAndLogitsAreTheSame(int number) throws EngineException {
        Answers.Page page = Answers.READ.pages().get(number);
        PageViews views = page.views();
        try (Scope scope = program.scope()) {
            IValue visual = scope.call(
                    "encode",
                    weights.vision(),
                    scope.bytes(ByteBuffer.wrap(views.view()), 1, 3, 1024, 1024),
                    scope.bytes(ByteBuffer.wrap(views.tiles()), page.tiles(), 3, 768, 768),
                    scope.number(1));
            assertSample(scope.floats(visual), page.visual());

            int length = Answers.PROMPT.length(page.tiles());
            long[] blocks = new long[length / BLOCK + 1];
            Arrays.setAll(blocks, i -> blocks.length - i);
            IValue answer = scope.call(
                    "prefill",
                    weights.language(),
                    scope.call("cache", weights.language(), scope.number(blocks.length + 1), scope.number(BLOCK)),
                    visual,
                    scope.numbers(Answers.PROMPT.head(), 1),
                    scope.numbers(Answers.PROMPT.tail(), Answers.PROMPT.tail().length),
                    scope.numbers(blocks, 1, blocks.length));
            assertSample(scope.floats(scope.parts(answer)[1]), page.logits());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void tokensOfPagesWrittenTogetherAreTheSame(int run) throws EngineException {
        List<Answers.Run> expected =
                Answers.READ.pages().stream().map(page -> page.runs().get(run)).toList();
        PromptTokens prompt = Answers.prompt(expected.get(0).exempt());
        List<Sequence> sequences = new ArrayList<>();
        try (Generator generator = Generator.of(program, weights, prompt, 64, BLOCK)) {
            for (Answers.Page page : Answers.READ.pages()) {
                Answers.Run rule = page.runs().get(run);
                Sequence sequence =
                        new Sequence(prompt.length(page.tiles()), new NgramRule(rule.ngram(), rule.window()));
                sequences.add(sequence);
                generator.pool().grow(sequence, sequence.promptLength(), 0);
                generator.begin(List.of(page.views()), List.of(sequence), 2);
            }
            while (sequences.get(0).length() < expected.get(0).tokens().size()) {
                for (Sequence sequence : sequences) {
                    generator.pool().grow(sequence, sequence.position() + 1 + 16, 0);
                }
                generator.go(sequences, 16);
            }
        }
        for (int page = 0; page < expected.size(); page++) {
            assertThat(sequences.get(page).tokens())
                    .startsWith(expected.get(page).tokens().toArray(Long[]::new));
        }
    }

    /** The fixture holds the first of every 53 values. */
    private static void assertSample(float[] values, List<Float> expected) {
        int step = (values.length - 1) / expected.size() + 1;
        for (int i = 0; i < expected.size(); i++) {
            assertThat(values[i * step]).isCloseTo(expected.get(i), within(1e-4f));
        }
    }
}
