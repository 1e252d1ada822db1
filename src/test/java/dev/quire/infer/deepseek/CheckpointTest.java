package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointTest {

    private static final String FIRST = "model-00001-of-00002.safetensors";

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(Answers.MODEL)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void thePublishedSizesMakeThePublishedTensors() throws IOException {
        Map<String, List<Long>> shapes = TensorShapes.of(ModelConfig.read(Answers.resource("published-config.json")));

        assertThat(shapes).hasSize(2_707);
        assertThat(shapes.values().stream()
                        .mapToLong(shape -> shape.stream().reduce(1L, (a, b) -> a * b))
                        .sum())
                .isEqualTo(3_389_119_360L);
    }

    @Test
    void readsEveryTensorOfEveryShard() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(folder);

        assertThat(checkpoint.tensors())
                .hasSize(TensorShapes.of(checkpoint.config()).size());
        assertThat(checkpoint.numberBytes()).isEqualTo(4);
        Checkpoint.Place norm = Objects.requireNonNull(checkpoint.tensors().get("model.norm.weight"));
        assertThat(norm.map().order(ByteOrder.LITTLE_ENDIAN).getFloat()).isBetween(0.5f, 1.5f);
    }

    @ParameterizedTest
    @CsvSource({"config.json", "tokenizer.json"})
    void namesTheFileThatIsMissing(String name) throws IOException {
        Files.delete(folder.resolve(name));

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name + " is missing: spark.quire.model names a folder with config.json");
    }

    @Test
    void namesWhatAMissingShardHeld() throws IOException {
        Files.delete(folder.resolve(FIRST));

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .hasMessageMatching(
                        "(?s).* does not match its config.json. [0-9]+ tensors differ: .* is missing; .*; …");
    }

    @Test
    void refusesATruncatedShard() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(FIRST));
        Files.write(folder.resolve(FIRST), Arrays.copyOf(whole, whole.length - 4));

        assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("is broken or truncated: ");
    }

    @Test
    void refusesOtherSizes() throws IOException {
        replace("config.json", "\"moe_intermediate_size\": 24", "\"moe_intermediate_size\": 25");

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .hasMessageContaining("shared_experts.gate_proj.weight is [48, 40] (expected: [50, 40])");
    }

    @Test
    void refusesAnotherModel() throws IOException {
        replace("config.json", "DeepseekOCR2ForCausalLM", "DeepseekOCRForCausalLM");

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .hasMessageEndingWith(
                        "architectures: [\"DeepseekOCRForCausalLM\"] (expected: DeepseekOCR2ForCausalLM)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]                                       | is no JSON object",
                "{\"architectures\": [\"DeepseekOCR2ForCausalLM\"]} | vision_config is missing",
                "{                                            | is no JSON object"
            })
    void refusesABrokenConfig(String json, String message) throws IOException {
        Files.writeString(folder.resolve("config.json"), json);

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnotherPrecision() throws IOException {
        for (String name : List.of(FIRST, FIRST.replace("00001-of", "00002-of"))) {
            String file = Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
            Files.writeString(folder.resolve(name), file.replace("\"F32\"", "\"F16\""), StandardCharsets.ISO_8859_1);
        }

        assertThatThrownBy(() -> Checkpoint.open(folder))
                .hasMessageMatching(".* holds tensors of type \\{F16=[0-9]+} \\(expected: BF16, or F32, for all\\)");
    }

    @Test
    void refusesATensorThatIsThereTwice() throws IOException {
        Files.copy(folder.resolve(FIRST), folder.resolve("copy.safetensors"));

        assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageMatching(".* lies in .* and in .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1                  | {}                                       | header of 18446744073709551615 bytes",
                "9223372036854775807 | {}                                       | header of 9223372036854775807 bytes",
                "99000000            | {}                                       | header of 99000000 bytes",
                "0                   | {}                                       | header of 0 bytes",
                "  | []                                       | broken header",
                "  | {\"a\": 1}                               | broken header",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]} } | does not fit into 4 bytes",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]} } | does not fit into 4 bytes",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]} } | does not fit into 4 bytes",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]} } | does not fit into 4 bytes",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}} | does not fit",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1.5,\"x\"]}  } | broken header",
                "  | {\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | its tensors overlap or leave a gap at byte 0",
                "  | {\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[2,4]}} | its tensors overlap or leave a gap at byte 0",
                "  | {\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}} | 4 bytes of numbers, its tensors fill 2"
            })
    void refusesAHostileHeader(@Nullable Long length, String header, String message) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Files.write(file, file(length == null ? json.length : length, json, 4));

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static byte[] file(long length, byte[] header, int numbers) {
        return ByteBuffer.allocate(Long.BYTES + header.length + numbers)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .array();
    }

    private void replace(String name, String old, String other) throws IOException {
        String text = Files.readString(folder.resolve(name));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(name), text.replace(old, other));
    }
}
