package dev.quire.infer.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.document.Word;
import dev.quire.evaluate.Score;
import dev.quire.infer.Device;
import dev.quire.infer.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The engine and the scores of {@code quire evaluate} for {@code quire_ocr.measure}: answers lines of JSON, one thread
 * for all.
 *
 * <p>{@code {"image": FILE, "dpi": D}} reads a page: text, Markdown and seconds of this thread's CPU time, from pixels to text;
 * with {@code "words": true} also each word with its box. {@code {"truth": TEXT, "read": TEXT}} scores a reading.
 */
public final class MeasuredEngine {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float POINTS_PER_INCH = 72;

    private final EmbeddedEngine engine;

    private MeasuredEngine(EmbeddedEngine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws IOException, EngineException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                EmbeddedEngine engine = (EmbeddedEngine) new EmbeddedEngines().open(Device.CPU)) {
            MeasuredEngine measured = new MeasuredEngine(engine);
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                JsonNode request = JSON.readTree(line);
                answers.println(request.has("truth") ? score(request) : measured.read(request));
            }
        }
    }

    private ObjectNode read(JsonNode request) throws IOException, EngineException {
        PageImage page = APage.of(
                ImageIO.read(Path.of(request.get("image").asText()).toFile()),
                POINTS_PER_INCH / request.get("dpi").floatValue());
        long before = cpuNanos();
        PageText text = engine.read(List.of(page)).get(0);
        ObjectNode answer = JSON.createObjectNode()
                .put("seconds", (cpuNanos() - before) / 1e9)
                .put("padding", engine.load().paddingShare())
                .put("text", text.text())
                .put("markdown", text.markdown());
        if (request.path("words").asBoolean()) {
            ArrayNode words = answer.putArray("words");
            ReadSheet read = engine.sheets(List.of(page)).get(0);
            for (Line line : read.lines()) {
                for (Word word : line.words()) {
                    Box box = read.sheet().onPage(word.box(), page.width(), page.height());
                    words.addArray()
                            .add(word.text())
                            .add(box.left())
                            .add(box.top())
                            .add(box.right())
                            .add(box.bottom());
                }
            }
        }
        return answer;
    }

    private static ObjectNode score(JsonNode request) {
        Score score =
                Score.of(request.get("truth").asText(), request.get("read").asText());
        return JSON.createObjectNode()
                .put("f1", score.wordF1())
                .put("characters", score.characters())
                .put("edits", score.characterEdits())
                .put("order", score.readingOrderError());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
