package dev.quire.evaluate;

import java.util.Locale;
import java.util.stream.Collectors;

/** An evaluation as JSON: one object; rates from 0 to 1, null where nothing was scored. */
public final class EvaluationJson {

    private EvaluationJson() {}

    /** As one line for each file. */
    public static String of(Evaluation evaluation) {
        return "{\n  \"engine\": %s,\n  \"files\": [\n%s\n  ],\n  \"total\": {\"files\": %d, \"scored\": %d, %s}\n}"
                .formatted(
                        quoted(evaluation.engine()),
                        evaluation.files().stream().map(EvaluationJson::file).collect(Collectors.joining(",\n")),
                        evaluation.files().size(),
                        evaluation.files().size() - evaluation.from(Reference.Source.NONE),
                        counts(evaluation.pages(), evaluation.failedPages(), evaluation.total()));
    }

    private static String file(Evaluation.File file) {
        return "    {\"path\": %s, \"reference\": %s, %s}"
                .formatted(
                        quoted(file.path()),
                        quoted(file.reference().name().toLowerCase(Locale.ROOT)),
                        counts(file.pages(), file.failedPages(), file.score()));
    }

    private static String counts(int pages, int failedPages, Score score) {
        return ("\"pages\": %d, \"failed_pages\": %d, \"character_error_rate\": %s, \"word_f1\": %s,"
                        + " \"reading_order_error\": %s, \"characters\": %d, \"character_edits\": %d, \"words\": %d,"
                        + " \"read_words\": %d, \"common_words\": %d, \"lines\": %d, \"line_edits\": %d")
                .formatted(
                        pages,
                        failedPages,
                        rate(score.characterErrorRate()),
                        rate(score.wordF1()),
                        rate(score.readingOrderError()),
                        score.characters(),
                        score.characterEdits(),
                        score.words(),
                        score.readWords(),
                        score.commonWords(),
                        score.lines(),
                        score.lineEdits());
    }

    private static String rate(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.5f", value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
