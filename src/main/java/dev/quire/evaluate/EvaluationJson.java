package dev.quire.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** An evaluation as JSON: one object; rates from 0 to 1, null where nothing was scored. */
public final class EvaluationJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double DIGITS = 1e5;

    private EvaluationJson() {}

    public static String of(Evaluation evaluation) {
        ObjectNode json = MAPPER.createObjectNode().put("engine", evaluation.engine());
        for (Evaluation.File file : evaluation.files()) {
            ObjectNode entry = json.withArray("files").addObject();
            entry.put("path", file.path())
                    .put("reference", file.reference().name().toLowerCase(Locale.ROOT));
            putCounts(entry, file.pages(), file.failedPages(), file.score());
        }
        ObjectNode total = json.putObject("total")
                .put("files", evaluation.files().size())
                .put("scored", evaluation.files().size() - evaluation.from(Reference.Source.NONE));
        putCounts(total, evaluation.pages(), evaluation.failedPages(), evaluation.total());
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers cannot fail to be written", e);
        }
    }

    private static void putCounts(ObjectNode json, int pages, int failedPages, Score score) {
        json.put("pages", pages).put("failed_pages", failedPages);
        putRate(json, "character_error_rate", score.characterErrorRate());
        putRate(json, "word_f1", score.wordF1());
        putRate(json, "reading_order_error", score.readingOrderError());
        putRate(json, "teds", score.tables().teds());
        json.put("characters", score.characters())
                .put("character_edits", score.characterEdits())
                .put("words", score.words())
                .put("read_words", score.readWords())
                .put("common_words", score.commonWords())
                .put("lines", score.lines())
                .put("line_edits", score.lineEdits())
                .put("tables", score.tables().tables())
                .put("read_tables", score.tables().readTables())
                .put("paired_tables", score.tables().pairs());
    }

    private static void putRate(ObjectNode json, String name, double rate) {
        json.put(name, Double.isNaN(rate) ? null : Math.round(rate * DIGITS) / DIGITS);
    }
}
