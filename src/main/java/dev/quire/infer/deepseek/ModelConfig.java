package dev.quire.infer.deepseek;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sizes of a checkpoint, from its {@code config.json}; what that file leaves to the code has its default here. */
record ModelConfig(Sam sam, Encoder encoder, Language language) {

    private static final String ARCHITECTURE = "DeepseekOCR2ForCausalLM";

    /**
     * The tokenizer of pictures.
     *
     * @param globalBlocks the blocks that attend to the whole picture, the others to windows of it
     */
    record Sam(int width, int layers, int heads, List<Integer> globalBlocks, int neck, int shrunk) {

        static final int WINDOW = 14;
        static final int PATCH = 16;
        static final int GRID = PageViews.VIEW / PATCH;

        Sam {
            globalBlocks = List.copyOf(globalBlocks);
        }

        int window(int block) {
            return globalBlocks.contains(block) ? 0 : WINDOW;
        }
    }

    /** The Qwen2 body that reads the picture by queries. */
    record Encoder(int width, int layers, int feedForward) {

        static final int HEADS = 14;
        static final int KEY_HEADS = 2;
        static final double THETA = 1e6;

        int headSize() {
            return width / HEADS;
        }
    }

    /**
     * The decoder.
     *
     * @param denseLayers the first layers, which have no experts
     * @param chosen experts of a token
     * @param positions the most tokens of a page, prompt included
     */
    record Language(
            int width,
            int layers,
            int heads,
            int feedForward,
            int denseLayers,
            int experts,
            int sharedExperts,
            int expertWidth,
            int chosen,
            int vocabulary,
            int positions,
            double theta) {

        /** Numbers that the cache keeps of a token. */
        long cached() {
            return 2L * layers * width;
        }

        int experts(int layer) {
            return layer < denseLayers ? 0 : experts;
        }
    }

    /** Throws IOException where the file is missing, broken, or of another model. */
    static ModelConfig read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return of(
                    new Section(file.toString(), JsonParser.parseReader(reader).getAsJsonObject()));
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("%s is no JSON object: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ModelConfig of(Section config) throws IOException {
        JsonElement architectures = config.json.get("architectures");
        if (architectures == null || !architectures.toString().contains(ARCHITECTURE)) {
            throw new IOException(
                    "%s: architectures: %s (expected: %s)".formatted(config.name, architectures, ARCHITECTURE));
        }
        Section width = config.section("vision_config").section("width");
        Section sam = width.section("sam_vit_b");
        Section encoder = width.section("qwen2-0-5b");
        Section language = config.section("language_config");
        int heads = language.number("num_attention_heads");
        if (language.number("num_key_value_heads") != heads
                || language.flag("use_mla")
                || language.flag("norm_topk_prob")) {
            throw new IOException(
                    "%s asks for attention or routing that DeepSeek-OCR 2 does not have".formatted(language.name));
        }
        return new ModelConfig(
                new Sam(
                        sam.number("width"),
                        sam.number("layers"),
                        sam.number("heads"),
                        sam.numbers("global_attn_indexes"),
                        sam.number("out_channels", 256),
                        sam.numbers("downsample_channels").get(0)),
                new Encoder(
                        encoder.number("dim"), encoder.number("layers", 24), encoder.number("intermediate_size", 4864)),
                new Language(
                        language.number("hidden_size"),
                        language.number("num_hidden_layers"),
                        heads,
                        language.number("intermediate_size"),
                        language.number("first_k_dense_replace"),
                        language.number("n_routed_experts"),
                        language.number("n_shared_experts"),
                        language.number("moe_intermediate_size"),
                        language.number("num_experts_per_tok"),
                        language.number("vocab_size"),
                        language.number("max_position_embeddings"),
                        language.number("rope_theta", 10_000)));
    }

    /** An object of the file, with its path for messages. */
    private record Section(String name, JsonObject json) {

        Section section(String key) throws IOException {
            if (!(json.get(key) instanceof JsonObject found)) {
                throw new IOException("%s: %s is missing".formatted(name, key));
            }
            return new Section(name + ": " + key, found);
        }

        int number(String key) throws IOException {
            return number(key, -1);
        }

        int number(String key, int standard) throws IOException {
            JsonElement found = json.get(key);
            try {
                int number = found == null ? standard : found.getAsInt();
                if (number >= 0) {
                    return number;
                }
            } catch (RuntimeException e) {
                throw new IOException("%s: %s: %s (expected: a number)".formatted(name, key, found), e);
            }
            throw new IOException("%s: %s: %s (expected: a number)".formatted(name, key, found));
        }

        List<Integer> numbers(String key) throws IOException {
            List<Integer> numbers = new ArrayList<>();
            try {
                json.getAsJsonArray(key).forEach(element -> numbers.add(element.getAsInt()));
                numbers.get(0);
            } catch (RuntimeException e) {
                throw new IOException("%s: %s: %s (expected: numbers)".formatted(name, key, json.get(key)), e);
            }
            return numbers;
        }

        boolean flag(String key) {
            return json.has(key) && json.get(key).getAsBoolean();
        }
    }
}
