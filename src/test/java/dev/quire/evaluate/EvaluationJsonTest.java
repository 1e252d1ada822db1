package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {

    @Test
    void theFormIsStable() throws Exception {
        Evaluation evaluation = new Evaluation(
                "model 1",
                List.of(
                        Evaluation.File.of("file:/in/b \"x\".pdf", 2, 1, Reference.NONE, "read", "read"),
                        Evaluation.File.of(
                                "file:/in/a.png", 1, 0, new Reference(Reference.Source.FILE, "four"), "fuor", "fuor")));

        JsonNode json = new ObjectMapper().readTree(EvaluationJson.of(evaluation));

        assertThat(json.at("/engine").asText()).isEqualTo("model 1");
        assertThat(json.at("/files/0/path").asText()).isEqualTo("file:/in/a.png");
        assertThat(json.at("/files/0/reference").asText()).isEqualTo("file");
        assertThat(json.at("/files/0/character_error_rate").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/files/0/word_f1").asDouble()).isZero();
        assertThat(json.at("/files/1/path").asText()).isEqualTo("file:/in/b \"x\".pdf");
        assertThat(json.at("/files/1/word_f1").isNull()).isTrue();
        assertThat(json.at("/total/files").asInt()).isEqualTo(2);
        assertThat(json.at("/total/scored").asInt()).isEqualTo(1);
        assertThat(json.at("/total").fieldNames())
                .toIterable()
                .containsExactly(
                        "files",
                        "scored",
                        "pages",
                        "failed_pages",
                        "character_error_rate",
                        "word_f1",
                        "reading_order_error",
                        "teds",
                        "characters",
                        "character_edits",
                        "words",
                        "read_words",
                        "common_words",
                        "lines",
                        "line_edits",
                        "tables",
                        "read_tables",
                        "paired_tables");
    }
}
