package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What transformers' public classes answer with the same random weights: quire_deepseek/model_fixture.py asked them.
 * With {@code -Dquire.test.gpu=true} on a GPU.
 */
final class ModelParityTest {

    private static final int BLOCK = 32;

    private static Program program;
    private static Weights weights;

    @BeforeAll
    static void load() throws Exception {
        TorchSettings.apply();
        program = Program.load(Boolean.getBoolean("quire.test.gpu") ? Device.gpu(0) : Device.cpu());
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
        try (Picture picture = page.picture(program);
                Scope scope = program.scope()) {
            IValue visual =
                    scope.call("encode", weights.vision(), scope.list(List.of(picture.pixels())), scope.number(1));
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
                try (Picture picture = page.picture(program)) {
                    generator.begin(List.of(picture), List.of(sequence), 2);
                }
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

    @Test
    void aCheckpointInHalfAsManyBytesSaysNearlyTheSame(@TempDir Path folder) throws Exception {
        for (String name : List.of("config.json", "tokenizer.json")) {
            Files.copy(Answers.MODEL.resolve(name), folder.resolve(name));
        }
        Files.write(folder.resolve("model.safetensors"), inBrainFloats(Checkpoint.open(Answers.MODEL)));
        List<float[]> visual = new ArrayList<>();
        Weights halved = Weights.load(program, Checkpoint.open(folder), 1024);
        for (Weights each : List.of(halved, weights)) {
            try (Picture picture = Answers.READ.pages().get(0).picture(program);
                    Scope scope = program.scope()) {
                visual.add(scope.floats(
                        scope.call("encode", each.vision(), scope.list(List.of(picture.pixels())), scope.number(1))));
            }
        }
        halved.close();
        double difference = 0;
        double size = 0;
        for (int i = 0; i < visual.get(1).length; i++) {
            difference += Math.pow(visual.get(0)[i] - visual.get(1)[i], 2);
            size += Math.pow(visual.get(1)[i], 2);
        }
        assertThat(Math.sqrt(difference / size)).isBetween(1e-4, 0.02);
    }

    /** One file with every number of a float32 checkpoint cut to its upper half. */
    private static byte[] inBrainFloats(Checkpoint checkpoint) throws IOException {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        List<String> header = new ArrayList<>();
        for (Map.Entry<String, Checkpoint.Place> entry : checkpoint.tensors().entrySet()) {
            int begin = numbers.size();
            ByteBuffer bytes = entry.getValue().map();
            for (int i = 0; i < bytes.limit(); i += 4) {
                numbers.write(bytes.get(i + 2));
                numbers.write(bytes.get(i + 3));
            }
            header.add("\"%s\":{\"dtype\":\"BF16\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(entry.getKey(), entry.getValue().tensor().shape(), begin, numbers.size()));
        }
        byte[] json = ("{" + String.join(",", header) + "}").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + numbers.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(numbers.toByteArray())
                .array();
    }

    /** The fixture holds the first of every 53 values. */
    private static void assertSample(float[] values, List<Float> expected) {
        int step = (values.length - 1) / expected.size() + 1;
        for (int i = 0; i < expected.size(); i++) {
            assertThat(values[i * step]).isCloseTo(expected.get(i), within(1e-4f));
        }
    }
}
