package dev.quire.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import dev.quire.document.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LayoutTest {

    @Test
    void aHeadingAcrossTheColumnsIsReadBetweenThem() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines.add(aLine(0, 100 + 30 * i, "upper left column with text " + i));
            lines.add(aLine(400, 100 + 30 * i, "upper right column with text " + i));
            lines.add(aLine(0, 300 + 30 * i, "lower left column with text " + i));
            lines.add(aLine(400, 300 + 30 * i, "lower right column with text " + i));
        }
        lines.add(aLine(200, 250, "a heading that lies across both of the columns"));

        assertThat(text(lines).text().lines().map(line -> line.substring(0, 9)))
                .containsExactly("upper lef", "upper rig", "a heading", "lower lef", "lower rig");
    }

    @Test
    void threeColumnsAreReadOneByOne() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(aLine(0, 30 * i, "first column of the page " + i));
            lines.add(aLine(300, 30 * i, "second column of the page" + i));
            lines.add(aLine(600, 30 * i, "third column of the page " + i));
        }

        assertThat(text(lines).text().lines().map(line -> line.substring(0, 5)))
                .containsExactly("first", "secon", "third");
    }

    @Test
    void aLineThatTheDetectorJoinedAcrossTheGutterIsCut() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            lines.add(aLine(0, 30 * i, "left column of the whole page " + i));
            lines.add(aLine(345, 30 * i, "right column of the whole page " + i));
        }
        List<Word> words =
                new ArrayList<>(aLine(0, 240, "left column of the whole page 8").words());
        Line right = aLine(345, 240, "right column of the whole page 8");
        words.addAll(right.words());
        Line left = aLine(0, 240, "left column of the whole page 8");
        lines.add(new Line(Boxes.around(List.of(left.box(), right.box())), words, 1));

        assertThat(text(lines).text())
                .contains("page 7 left column of the whole page 8\n")
                .endsWith("page 8");
    }

    @Test
    void labelsAndValuesAreATableAndNotColumns() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines.add(aLine(0, 30 * i, "Label " + i));
            lines.add(aLine(300, 30 * i, "Value " + i));
        }

        assertThat(text(lines).markdown()).startsWith("| Label 0 | Value 0 |");
    }

    @Test
    void clausesWhoseNumbersStandApartAreParagraphsBelowTheirTitle() {
        List<List<String>> rows = List.of(
                List.of("1.", "Definitions"),
                List.of("1.1", "Goods means the pumps that the first schedule lists, as amended,"),
                List.of("", "from time to time under the clauses below."),
                List.of("1.2", "Order means a written request for goods that the buyer places and,"),
                List.of("", "that states quantity and date."),
                List.of("1.3", "Working day means any day but a Sunday."));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).get(0).isEmpty()) {
                lines.add(aLine(0, 30 * i, rows.get(i).get(0)));
            }
            lines.add(aLine(60, 30 * i, rows.get(i).get(1)));
        }

        assertThat(text(lines).markdown()).isEqualTo("""
                        ### 1. Definitions

                        1.1 Goods means the pumps that the first schedule lists, as amended, from time to time under the clauses below.

                        1.2 Order means a written request for goods that the buyer places and, that states quantity and date.

                        1.3 Working day means any day but a Sunday.""");
    }

    @Test
    void measuresBesideTheirNumbersAreATable() {
        List<Line> lines = new ArrayList<>();
        for (String hour : List.of("1.5 in the morning", "1.2 at noon", "1.9 in the evening", "0.7 at night")) {
            int y = 15 * lines.size();
            lines.add(aLine(0, y, hour.substring(0, 3)));
            lines.add(aLine(200, y, hour.substring(4)));
        }

        assertThat(text(lines).markdown()).startsWith("| 1.5 | in the morning |");
    }

    @Test
    void bulletsApartFromTheirItemsAreAList() {
        List<Line> lines = new ArrayList<>();
        for (String item : List.of("apples", "pears", "plums", "nuts")) {
            lines.add(aLine(0, 30 * lines.size(), "•"));
            lines.add(aLine(60, 30 * (lines.size() - 1), item + " from the garden"));
        }

        assertThat(text(lines).markdown())
                .isEqualTo(
                        "- apples from the garden\n- pears from the garden\n- plums from the garden\n- nuts from the garden");
    }

    @Test
    void bulletsInLargerPrintThanTheRestAreAList() {
        List<Line> lines = new ArrayList<>();
        for (String item : List.of("apples", "pears", "plums")) {
            Word bullet = new Word("•", new Box(0, 30 * lines.size(), 10, 30 * lines.size() + 26));
            Word fruit = new Word(item, new Box(15, 30 * lines.size(), 99, 30 * lines.size() + 26));
            lines.add(new Line(Boxes.around(List.of(bullet.box(), fruit.box())), List.of(bullet, fruit), 1));
        }
        for (int i = 0; i < 6; i++) {
            lines.add(aLine(0, 200 + 30 * i, "the rest of the page is in smaller print, but there is more of it"));
        }

        assertThat(text(lines).markdown()).startsWith("- apples\n- pears\n- plums\n\nthe rest");
    }

    @Test
    void aCutWordIsPutTogether() {
        List<Line> lines = List.of(
                aLine(0, 0, "a paragraph with an inter-"),
                aLine(0, 28, "national word and Trace-"),
                aLine(0, 56, "Monkey in it"));

        assertThat(text(lines).text()).isEqualTo("a paragraph with an international word and Trace-Monkey in it");
    }

    @Test
    void aHyphenMayBeTheOneThatIsSetOrTheOneThatShowsAtTheEndOfALineOnly() {
        assertThat(Passage.joined("inter\u2010", "national")).isEqualTo("international");
        assertThat(Passage.joined("inter\u00ad", "national")).isEqualTo("international");
    }

    @Test
    void aDistanceBeginsAParagraph() {
        List<Line> lines = List.of(
                aLine(0, 0, "one paragraph of two lines"),
                aLine(0, 28, "that lie close to each other"),
                aLine(0, 80, "another one after a distance"),
                aLine(0, 108, "that has two lines like it"));

        assertThat(text(lines).markdown()).containsOnlyOnce("\n\n");
    }

    private static PageText text(List<Line> lines) {
        return PageLayout.of(lines, UnaryOperator.identity());
    }

    /** A grid of rules at these places. */
    private static List<Rule> aGrid(float[] xs, float[] ys) {
        List<Rule> rules = new ArrayList<>();
        for (float y : ys) {
            rules.add(new Rule(true, y, xs[0], xs[xs.length - 1]));
        }
        for (float x : xs) {
            rules.add(new Rule(false, x, ys[0], ys[ys.length - 1]));
        }
        return rules;
    }

    @Test
    void aRuledTableMayHaveEmptyCellsAndTextOfSeveralLines() {
        List<Line> lines = List.of(
                aLine(10, 0, "a paragraph that stands above"),
                aLine(10, 110, "Item"),
                aLine(310, 110, "Remark"),
                aLine(10, 150, "Lamp"),
                aLine(310, 150, "to be sent to the"),
                aLine(310, 178, "office in the north"),
                aLine(10, 220, "Chair"),
                aLine(10, 300, "and one that stands below"));
        List<Rule> rules = aGrid(new float[] {0, 300, 600}, new float[] {100, 140, 210, 250});

        assertThat(text(lines, rules).markdown()).isEqualTo("""
                        a paragraph that stands above

                        | Item | Remark |
                        | --- | --- |
                        | Lamp | to be sent to the office in the north |
                        | Chair |  |

                        and one that stands below""");
    }

    @Test
    void aMissingRuleMakesOneCellOfTwo() {
        List<Rule> rules = new ArrayList<>(aGrid(new float[] {0, 300, 600}, new float[] {100, 140, 180}));
        rules.remove(new Rule(false, 300, 100, 180));
        rules.add(new Rule(false, 300, 140, 180));

        Table table = text(
                        List.of(
                                aLine(10, 110, "one heading for both of them"),
                                aLine(10, 150, "left"),
                                aLine(310, 150, "right")),
                        rules)
                .tables()
                .get(0);

        assertThat(table.cells())
                .containsExactly(
                        new Table.Cell(0, 0, 1, 2, "one heading for both of them"),
                        new Table.Cell(1, 0, 1, 1, "left"),
                        new Table.Cell(1, 1, 1, 1, "right"));
    }

    @Test
    void aLineThatTheReaderJoinedAcrossARuleIsCut() {
        List<Line> lines = List.of(aLine(240, 110, "left right"), aLine(10, 150, "a"), aLine(310, 150, "b"));

        Table table = text(lines, aGrid(new float[] {0, 282, 600}, new float[] {100, 140, 180}))
                .tables()
                .get(0);

        assertThat(table.cells()).extracting(Table.Cell::text).containsExactly("left", "right", "a", "b");
    }

    @Test
    void aFrameIsNoTable() {
        List<Line> lines = List.of(aLine(10, 110, "framed"), aLine(10, 140, "text"));

        assertThat(text(lines, aGrid(new float[] {0, 600}, new float[] {100, 180}))
                        .tables())
                .isEmpty();
    }

    private static PageText text(List<Line> lines, List<Rule> rules) {
        return PageLayout.of(lines, rules, box -> box);
    }

    /** A line 20 pixels high whose letters are 10 pixels wide. */
    private static Line aLine(float left, float top, String text) {
        List<Word> words = new ArrayList<>();
        float x = left;
        for (String word : text.split(" ", -1)) {
            words.add(new Word(word, new Box(x, top, x + word.length() * 10, top + 20)));
            x += word.length() * 10 + 5;
        }
        return new Line(new Box(left, top, x - 5, top + 20), words, 1);
    }
}
