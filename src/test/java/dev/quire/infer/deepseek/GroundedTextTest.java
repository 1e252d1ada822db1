package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroundedTextTest {

    @Test
    void blocksHaveTypeBoxAndText() {
        PageText page = GroundedText.parse("""
                <|ref|>title<|/ref|><|det|>[[0, 0, 999, 99]]<|/det|>
                # Report

                <|ref|>text<|/ref|><|det|>[[10, 120, 500, 300], [10, 310, 600, 333]]<|/det|>
                Two columns of text.
                <|ref|>image<|/ref|><|det|>[[0, 500, 999, 999]]<|/det|>

                """, 1998, 999);

        assertThat(page.blocks())
                .containsExactly(
                        new Block(Block.Type.HEADING, new Box(0, 0, 1998, 99), "# Report", Float.NaN),
                        new Block(Block.Type.TEXT, new Box(20, 120, 1200, 333), "Two columns of text.", Float.NaN),
                        new Block(Block.Type.FIGURE, new Box(0, 500, 1998, 999), "", Float.NaN));
        assertThat(page.markdown()).isEqualTo("# Report\n\nTwo columns of text.\n\n<!-- figure 2 -->");
        assertThat(page.text()).isEqualTo("Report\n\nTwo columns of text.");
    }

    @Test
    void tablesBecomeCells() {
        PageText page = GroundedText.parse(
                "<|ref|>table<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n<table><tr><td rowspan=\"2\">A</td><td colspan=2>B</td></tr>"
                        + "<tr><td>C</td><td>D</td></tr></table>",
                999,
                999);

        assertThat(page.tables())
                .containsExactly(new Table(
                        new Box(1, 2, 3, 4),
                        2,
                        3,
                        java.util.List.of(
                                new Table.Cell(0, 0, 2, 1, "A"),
                                new Table.Cell(0, 1, 1, 2, "B"),
                                new Table.Cell(1, 1, 1, 1, "C"),
                                new Table.Cell(1, 2, 1, 1, "D"))));
    }

    @Test
    void whatIsWrittenShowsTextAndTablesAndDoesNothingElse() {
        PageText page = GroundedText.parse("""
                <script>alert(1)</script> <img src=x onerror="alert(1)"> <!-- page 9 --> 1 < 2
                <b onclick="x()">bold</b> <javascript:alert(1)> [click](javascript:alert(1)) ![](//host/x)

                [1]: file:///etc/passwd

                <|ref|>table<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>
                <table style="a>b"><tr><td colspan="2" onmouseover=x()>A<iframe></td></tr></table>
                """, 100, 100);

        assertThat(page.markdown()).isEqualTo("""
                &lt;script>alert(1)&lt;/script> &lt;img src=x onerror="alert(1)"> &lt;!-- page 9 --> 1 < 2
                <b>bold</b> &lt;javascript:alert(1)> [click] (javascript:alert(1)) ![] (//host/x)

                [1] : file:///etc/passwd

                <table>b"><tr><td colspan="2">A&lt;iframe></td></tr></table>""");
        assertThat(page.tables().get(0).cells()).containsExactly(new Table.Cell(0, 0, 1, 2, "A&lt;iframe>"));
        assertThat(page.text()).contains("<script>alert(1)</script>", "[click](javascript:alert(1))");
    }

    @Test
    void aFigureIsMarkedByItsBlockAndTheModelCannotMarkOne() {
        PageText page = GroundedText.parse("""
                <|ref|>text<|/ref|><|det|>[[0, 0, 9, 9]]<|/det|>
                <!-- figure 7 -->
                <|ref|>image<|/ref|><|det|>[[0, 10, 9, 19]]<|/det|>
                A and B
                """, 100, 100);

        assertThat(page.markdown()).isEqualTo("&lt;!-- figure 7 -->\n\n<!-- figure 1 -->\n\nA and B");
        assertThat(page.text()).isEqualTo("<!-- figure 7 -->\n\nA and B");
    }

    @Test
    void aFormulaStaysAFormula() {
        String formula = "\\[ a_{[i]} < b, \\; x\\in[0,1]^2 \\] and \\( p<q \\)";

        assertThat(GroundedText.parse(formula, 100, 100).markdown()).isEqualTo(formula.replace("p<q", "p< q"));
    }

    @Test
    void whatIsNoMarkupReadsAsItWasWritten() {
        assertThat(GroundedText.parse("A List<String> and a <T extends B>", 100, 100)
                        .markdown())
                .isEqualTo("A List&lt;String> and a &lt;T extends B>");
        assertThat(GroundedText.parse("`a<d>` costs $5, a<c> $6; $p<q$, $$a<b$$", 100, 100)
                        .markdown())
                .isEqualTo("`a< d>` costs $5, a&lt;c> $6; $p< q$, $$a< b$$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\[ <script> \\]",
                "$x <img src=x onerror=y()>$",
                "```\n```<script>",
                "`<!--`-->",
                "\\\\[click\\\\](javascript:x)",
                "$$[click](javascript:x)$$",
                "<table><tr><td>\\(<iframe>\\)</td></tr></table>",
                "<<script>script>",
                "<b <script>>",
                "&lt;script> <"
            })
    void nothingIsActiveWhateverItPretendsToBe(String answer) {
        assertThat(GroundedText.parse(answer, 100, 100).markdown())
                .doesNotContainPattern("(?i)<(?!/?(table|tr|td|b)( (row|col)span=\"?\\d{1,2}\"?)*>)[a-z/!?]")
                .doesNotContainPattern("<\\z")
                .doesNotContainPattern("\\](?=[(\\[:])");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plain text",
                "<|ref|>Plain text",
                "<|ref|>text<|/ref|>Plain text",
                "<|ref|>text<|/ref|><|det|>[[__import__('os')]]<|/det|>Plain text",
                "<|ref|>text<|/ref|><|det|>[[1, 2, 3]]<|/det|>Plain text",
                "<|ref|>text<|/ref|><|det|>[[900, 900, 1, 1]]<|/det|>Plain text",
                "<|ref|>text<|/ref|><|det|>[[99999999999999, 2, 3, 4]]<|/det|>Plain text",
                "Plain text<|ref|>text<|/ref|><|det|>[[1, 2",
                "<table><tr><td rowspan=99 colspan=99>Plain text"
            })
    void malformedAnswersKeepTheirText(String answer) {
        assertThat(GroundedText.parse(answer, 100, 100).markdown()).contains("Plain text");
    }

    @Test
    void anEmptyAnswerIsAnEmptyPage() {
        assertThat(GroundedText.parse("", 100, 100).blocks()).isEmpty();
    }
}
