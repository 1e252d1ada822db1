package dev.quire.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well text was read, as counts: those of several files add up, so that long files weigh more than short ones. All
 * rates are taken over {@link ComparableText}.
 *
 * @param characters of the reference
 * @param characterEdits Levenshtein distance between reference and read text, by code point
 * @param words of the reference
 * @param readWords of what was read
 * @param commonWords of both, whatever their order, repetitions counted
 * @param lines of the reference that were found in what was read
 * @param lineEdits how far these are out of order, see {@link LineOrder}
 * @param tables where the reference tells of them
 */
public record Score(
        long characters,
        long characterEdits,
        long words,
        long readWords,
        long commonWords,
        long lines,
        long lineEdits,
        TableScore tables) {

    public static final Score NONE = new Score(0, 0, 0, 0, 0, 0, 0, TableScore.NONE);

    /** Compares what was read with the reference. */
    public static Score of(String reference, String read) {
        String expected = ComparableText.of(reference);
        String actual = ComparableText.of(read);
        List<String> words = ComparableText.words(expected);
        List<String> readWords = ComparableText.words(actual);
        LineOrder order = LineOrder.of(reference, read);
        return new Score(
                expected.codePointCount(0, expected.length()),
                EditDistance.between(
                        expected.codePoints().toArray(), actual.codePoints().toArray()),
                words.size(),
                readWords.size(),
                common(words, readWords),
                order.found(),
                order.edits(),
                TableScore.NONE);
    }

    Score with(TableScore scored) {
        return new Score(
                characters, characterEdits, words, readWords, commonWords, lines, lineEdits, tables.plus(scored));
    }

    private static long common(List<String> words, List<String> readWords) {
        Map<String, Integer> left = new HashMap<>();
        words.forEach(word -> left.merge(word, 1, Integer::sum));
        return readWords.stream()
                .filter(word -> left.merge(word, -1, Integer::sum) >= 0)
                .count();
    }

    public Score plus(Score other) {
        return new Score(
                characters + other.characters,
                characterEdits + other.characterEdits,
                words + other.words,
                readWords + other.readWords,
                commonWords + other.commonWords,
                lines + other.lines,
                lineEdits + other.lineEdits,
                tables.plus(other.tables));
    }

    /** Edits for each character of the reference, above 1 where much was read that is not there; NaN without any. */
    public double characterErrorRate() {
        return characters == 0 ? Double.NaN : (double) characterEdits / characters;
    }

    /** Harmonic mean of precision and recall, 0 to 1; NaN where neither text has a word. */
    public double wordF1() {
        return words + readWords == 0 ? Double.NaN : 2.0 * commonWords / (words + readWords);
    }

    /** 0 (in order) to 1; NaN where fewer than two lines were found. */
    public double readingOrderError() {
        return lines < 2 ? Double.NaN : (double) lineEdits / lines;
    }
}
