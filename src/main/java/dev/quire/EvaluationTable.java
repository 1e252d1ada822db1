package dev.quire;

import dev.quire.evaluate.Evaluation;
import dev.quire.evaluate.Reference;
import dev.quire.evaluate.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An evaluation for a terminal of 100 columns. */
final class EvaluationTable {

    private static final int WIDEST_NAME = 32;

    private EvaluationTable() {}

    static String of(Evaluation evaluation) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("file", "pages", "failed", "CER %", "word F1 %", "order %", "TEDS %", "reference"));
        for (Evaluation.File file : evaluation.files()) {
            String reference = file.reference().label();
            lines.add(line(cut(file.name()), file.pages(), file.failedPages(), file.score(), reference));
        }
        lines.add(line("all", evaluation.pages(), evaluation.failedPages(), evaluation.total(), ""));
        StringBuilder text =
                new StringBuilder("Engine ").append(evaluation.engine()).append("\n\n");
        text.append(TextTable.of(lines)).append('\n');
        text.append("%,d of %,d files scored: %,d against files, %,d against their text layer.%n"
                .formatted(
                        evaluation.files().size() - evaluation.from(Reference.Source.NONE),
                        evaluation.files().size(),
                        evaluation.from(Reference.Source.FILE),
                        evaluation.from(Reference.Source.TEXT_LAYER)));
        return text.append(
                        "CER: edits for each character of the reference. Order: lines out of order. Less is better.\n")
                .append("TEDS: how alike tables are, where a Markdown file says what they hold. More is better.")
                .toString();
    }

    private static List<String> line(String name, int pages, int failed, Score score, String reference) {
        return List.of(
                name,
                "%5d".formatted(pages),
                "%6d".formatted(failed),
                percent(score.characterErrorRate()),
                "%9s".formatted(percent(score.wordF1())),
                "%7s".formatted(percent(score.readingOrderError())),
                "%6s".formatted(percent(score.tables().teds())),
                reference);
    }

    private static String percent(double rate) {
        return Double.isNaN(rate) ? "    -" : String.format(Locale.ROOT, "%5.1f", 100 * rate);
    }

    /** The end of a name tells more than its beginning. */
    private static String cut(String name) {
        int points = name.codePointCount(0, name.length());
        return points <= WIDEST_NAME
                ? name
                : "…" + name.substring(name.offsetByCodePoints(0, points - WIDEST_NAME + 1));
    }
}
