package dev.quire.infer.deepseek;

import com.google.gson.Gson;
import dev.quire.infer.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the public classes answered to the small model. */
record Answers(List<Page> pages, Map<String, List<Long>> encoded, List<Text> decoded) {

    /** The folder of the small model. */
    static final Path MODEL = resource("model");

    static final Answers READ = read();

    /** The prompt of the fixture's pages. */
    static final PromptTokens PROMPT = prompt(List.of());

    record Page(int tiles, List<Float> visual, List<Float> logits, List<Run> runs) {

        /** What the fixture's script drew for this page. */
        Picture picture(Program program) throws EngineException {
            return Picture.of(program, tiles, this::draw, () -> {});
        }

        private void draw(ByteBuffer target) {
            target.put(pixels(PageViews.VIEW, tiles));
            for (int tile = 0; tile < tiles; tile++) {
                target.put(pixels(TileGrid.TILE, tile));
            }
        }
    }

    record Run(int ngram, int window, List<Long> exempt, List<Long> tokens) {}

    record Text(List<Long> ids, String text) {}

    /** With tokens that may be repeated. */
    static PromptTokens prompt(List<Long> exempt) {
        List<Long> tail = Objects.requireNonNull(READ.encoded.get(Prompt.MARKDOWN.text()));
        return new PromptTokens(new long[] {0}, array(tail), 1, array(exempt));
    }

    private static long[] array(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static byte[] pixels(int side, int number) {
        byte[] pixels = new byte[3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / (side * side);
            int y = i / side % side;
            int x = i % side;
            pixels[i] = (byte) (x * x / (7 + number) + x * y / (31 + 5 * channel) + 3 * y + 17 * number);
        }
        return pixels;
    }

    private static Answers read() {
        try {
            return new Gson().fromJson(Files.readString(resource("answers.json")), Answers.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(Answers.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
