package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {

    @Test
    void the_form_is_stable() {
        Evaluation evaluation = new Evaluation(
                "model 1",
                List.of(
                        Evaluation.File.of("file:/in/b \"x\".pdf", 2, 1, Reference.NONE, "read"),
                        Evaluation.File.of(
                                "file:/in/a.png", 1, 0, new Reference(Reference.Source.FILE, "four"), "fuor")));
        assertThat(EvaluationJson.of(evaluation)).isEqualTo("""
                {
                  "engine": "model 1",
                  "files": [
                    {"path": "file:/in/a.png", "reference": "file", "pages": 1, "failed_pages": 0, "character_error_rate": 0.50000, "word_f1": 0.00000, "reading_order_error": null, "characters": 4, "character_edits": 2, "words": 1, "read_words": 1, "common_words": 0, "lines": 0, "line_edits": 0},
                    {"path": "file:/in/b \\"x\\".pdf", "reference": "none", "pages": 2, "failed_pages": 1, "character_error_rate": null, "word_f1": null, "reading_order_error": null, "characters": 0, "character_edits": 0, "words": 0, "read_words": 0, "common_words": 0, "lines": 0, "line_edits": 0}
                  ],
                  "total": {"files": 2, "scored": 1, "pages": 3, "failed_pages": 1, "character_error_rate": 0.50000, "word_f1": 0.00000, "reading_order_error": null, "characters": 4, "character_edits": 2, "words": 1, "read_words": 1, "common_words": 0, "lines": 0, "line_edits": 0}
                }""");
    }
}
