package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreTest {

    private static final String PAGE =
            "The first line of this page\nis followed by a second one\nand after that comes another\nbefore the page is over";

    @ParameterizedTest
    @ValueSource(strings = {"contract", "invoice", "report-two-columns", "scan", "采购合同"})
    void aTextReadAsItIsHasNoError(String sample) throws IOException {
        String text = Files.readString(Path.of("docs/samples/truth", sample + ".txt"));
        Score score = Score.of(text, text);
        assertThat(score.characterErrorRate()).isZero();
        assertThat(score.wordF1()).isEqualTo(1);
        assertThat(score.readingOrderError()).isZero();
        assertThat(score.lines()).isGreaterThan(5);
    }

    @Test
    void nothingReadIsAllWrong() {
        Score score = Score.of("four", "");
        assertThat(score.characterErrorRate()).isEqualTo(1);
        assertThat(score.wordF1()).isZero();
        assertThat(score.readingOrderError()).isNaN();
    }

    @Test
    void editsAreCountedForEachCharacterOfTheReference() {
        // 20 characters; "rn" for "m" is a substitution and an insertion
        Score score = Score.of("sum of 42 items, 100", "surn of 42 items, 1O0");
        assertThat(score.characters()).isEqualTo(20);
        assertThat(score.characterEdits()).isEqualTo(3);
        assertThat(score.characterErrorRate()).isEqualTo(0.15);
        assertThat(score.words()).isEqualTo(5);
        assertThat(score.commonWords()).isEqualTo(3);
    }

    @Test
    void wordsAreAMultisetAndEachChineseCharacterIsOne() {
        Score score = Score.of("the cat and the dog 采购合同", "the cat the the bird 采购台同");
        assertThat(score.words()).isEqualTo(9);
        assertThat(score.readWords()).isEqualTo(9);
        assertThat(score.commonWords()).isEqualTo(6);
        assertThat(score.wordF1()).isCloseTo(12.0 / 18, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "'a b\n\n c', 'a b c'",
        "'Ｎｏ．１２：ﬁne', 'No.12:fine'",
        "'inter-\nnational', 'international'",
        "'Trace-\nMonkey', 'Trace- Monkey'",
        "'合同 编号\n第 12 条', '合同编号第12条'",
        "'soft\u00adhyphen\u00a0and\u200bzero', 'softhyphen andzero'",
        "'Über naïve', 'U\u0308ber nai\u0308ve'"
    })
    void whatFaithfulReadingsWriteDifferentlyDoesNotCount(String one, String other) {
        assertThat(Score.of(one, other).characterEdits()).isZero();
        assertThat(Score.of(other, one).characterEdits()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"Word, word", "10.000, '10,000'", "l, 1", "“a”, '\"a\"'"})
    void whatDiffersInPrintCounts(String one, String other) {
        assertThat(Score.of(one, other).characterEdits()).isPositive();
    }

    @Test
    void aLineInAnotherPlaceCountsWhereItIsMissingAndWhereItIs() {
        List<String> lines = PAGE.lines().toList();
        String moved = String.join("\n", lines.get(1), lines.get(2), lines.get(3), lines.get(0));
        Score score = Score.of(PAGE, moved);
        assertThat(score.lines()).isEqualTo(4);
        assertThat(score.lineEdits()).isEqualTo(2);
        assertThat(score.readingOrderError()).isEqualTo(0.5);
        assertThat(score.wordF1()).isEqualTo(1);
    }

    @Test
    void neitherLineBreaksNorMisreadWordsAreDisorder() {
        String joined = PAGE.replace('\n', ' ').replace("first", "frist").replace("over", "0ver");
        Score score = Score.of(PAGE, joined);
        assertThat(score.lines()).isEqualTo(4);
        assertThat(score.readingOrderError()).isZero();
    }

    @Test
    void repeatedLinesTellNoOrder() {
        String repeated = "a footer on every page\n" + PAGE + "\na footer on every page";
        assertThat(Score.of(repeated, repeated).lines()).isEqualTo(4);
    }

    @Test
    void scoresAddUpByTheirCounts() {
        Score sum = Score.of("abcd", "abce").plus(Score.of("abcdefghij klmnop", "abcdefghij"));
        assertThat(sum.characterErrorRate()).isCloseTo(8.0 / 21, within(1e-9));
        assertThat(Score.NONE.plus(sum)).isEqualTo(sum);
        assertThat(Score.NONE.characterErrorRate()).isNaN();
        assertThat(Score.NONE.wordF1()).isNaN();
    }

    @Test
    void referenceAndReadingMayChangePlaces() {
        Score one = Score.of("one two three", "one tvvo four five");
        Score other = Score.of("one tvvo four five", "one two three");
        assertThat(one.characterEdits()).isEqualTo(other.characterEdits());
        assertThat(one.wordF1()).isEqualTo(other.wordF1());
    }
}
