package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedEngineTest {

    private static final String[] LEFT = {
        "The quick brown fox jumps over the",
        "lazy dog while fifteen wizards look",
        "at the sphinx of black quartz, which",
        "judges every vow that they make on",
        "the first of March 2024 in Paris."
    };
    private static final String[] RIGHT = {
        "Payments of 1,234.50 are due within",
        "thirty days of the invoice; write to",
        "billing@example.com for questions or",
        "call +33 1 23 45 67 89 before noon.",
        "Thank you for your kind attention!"
    };
    private static final PageImage TWO_COLUMNS = new APage()
            .with(60, 80, 24, "Annual Report")
            .with(60, 130, 11, LEFT)
            .with(320, 130, 11, RIGHT)
            .image();

    private static Engine engine;

    @BeforeAll
    static void open() throws EngineException {
        engine = new EmbeddedEngines().open(Device.CPU);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void readsTheLeftColumnBeforeTheRightOne() throws EngineException {
        PageText page = read(TWO_COLUMNS);

        String expected = "Annual Report " + String.join(" ", LEFT) + " " + String.join(" ", RIGHT);
        assertThat(errorRate(page.text(), expected)).isLessThan(0.02);
        assertThat(page.confidence()).isBetween(0.9f, 1f);
    }

    @Test
    void writesALargeLineAsHeading() throws EngineException {
        assertThat(read(TWO_COLUMNS).markdown()).startsWith("# Annual Report\n\n");
    }

    @Test
    void givesBoxesInPixelsOfTheImage() throws EngineException {
        Block heading = read(TWO_COLUMNS).blocks().get(0);

        Box box = heading.box();
        assertThat(heading.type()).isEqualTo(Block.Type.HEADING);
        assertThat(box.left()).isBetween(132f, 152f);
        assertThat(box.top()).isBetween(130f, 155f);
        assertThat(box.bottom()).isBetween(185f, 210f);
        assertThat(box.width()).isBetween(340f, 400f);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 0", "0, 3", "0, -5", "2, 1.5"})
    void readsTurnedAndSkewedPages(int quarters, double degrees) throws EngineException {
        PageText page = read(APage.turned(TWO_COLUMNS, quarters, degrees));

        String expected = "Annual Report " + String.join(" ", LEFT) + " " + String.join(" ", RIGHT);
        assertThat(errorRate(page.text(), expected)).isLessThan(0.05);
    }

    @Test
    void boxesOfATurnedPageLieOnTheTurnedImage() throws EngineException {
        PageImage upsideDown = APage.turned(TWO_COLUMNS, 2, 0);

        Box box = read(upsideDown).blocks().get(0).box();

        assertThat(box.right()).isBetween(upsideDown.width() - 152f, upsideDown.width() - 132f);
        assertThat(box.top()).isGreaterThan(upsideDown.height() - 210f);
    }

    @Test
    void findsATable() throws EngineException {
        APage page = new APage()
                .with(60, 60, 11, "Delivered last week as agreed with your office in the north of the town:");
        String[][] cells = {
            {"Article", "Pieces", "Price"},
            {"Paper", "12", "4.80"},
            {"Pencil", "150", "37.50"},
            {"Desk lamp", "3", "96.00"}
        };
        for (int row = 0; row < cells.length; row++) {
            page.with(60, 100 + 18 * row, 11, cells[row][0]);
            page.with(250, 100 + 18 * row, 11, cells[row][1]);
            page.with(400, 100 + 18 * row, 11, cells[row][2]);
        }

        PageText text = read(page.image());

        assertThat(text.tables()).singleElement().satisfies(table -> {
            assertThat(table.rows()).isEqualTo(4);
            assertThat(table.columns()).isEqualTo(3);
        });
        assertThat(text.markdown()).endsWith("""
                        | Article | Pieces | Price |
                        | --- | --- | --- |
                        | Paper | 12 | 4.80 |
                        | Pencil | 150 | 37.50 |
                        | Desk lamp | 3 | 96.00 |""");
    }

    @Test
    void findsARuledTableWithEmptyCells() throws EngineException {
        APage page = new APage()
                .with(60, 60, 11, "Delivered last week as agreed:")
                .with(70, 118, 11, "Article")
                .with(260, 118, 11, "Remark")
                .with(70, 148, 11, "Desk lamp")
                .with(260, 148, 11, "to be delivered to the", "office in the north")
                .with(70, 198, 11, "Pencil");
        for (float y : new float[] {100, 130, 180, 210}) {
            page.withRule(60, y, 450, y);
        }
        for (float x : new float[] {60, 250, 450}) {
            page.withRule(x, 100, x, 210);
        }

        assertThat(read(APage.turned(page.image(), 0, 0.3)).markdown()).isEqualTo("""
                        Delivered last week as agreed:

                        | Article | Remark |
                        | --- | --- |
                        | Desk lamp | to be delivered to the office in the north |
                        | Pencil |  |""");
    }

    @Test
    void readsSimplifiedChinese() throws EngineException {
        PageText page = read(APage.resource("chinese.png"));

        String expected = "年度工作报告 本公司成立于二〇一二年，主要从事软件开发。截至 2024 年底，员工总数为 356 人。 联系电话：010-62345678，北京市海淀区。";
        assertThat(errorRate(page.text(), expected)).as(page.text()).isLessThan(0.06);
    }

    @Test
    void aPageWithoutInkIsEmpty() throws EngineException {
        assertThat(read(new APage().image())).isSameAs(PageText.EMPTY);
    }

    @Test
    void answersABatchInOrderAndLikeOneByOne() throws EngineException {
        PageImage chinese = APage.resource("chinese.png");
        PageImage blank = new APage().image();

        List<PageText> batch = engine.read(List.of(chinese, blank, TWO_COLUMNS, TWO_COLUMNS));

        assertThat(batch.stream().map(PageText::text))
                .containsExactly(
                        read(chinese).text(),
                        "",
                        read(TWO_COLUMNS).text(),
                        read(TWO_COLUMNS).text());
    }

    @Test
    void severalThreadsReadAtOnceWhatOneReads() throws Exception {
        String expected = read(TWO_COLUMNS).markdown();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> read(TWO_COLUMNS).markdown()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static PageText read(PageImage page) throws EngineException {
        return engine.read(List.of(page)).get(0);
    }

    /** Edits by character, as a share of the expected text; every white space counts the same. */
    private static double errorRate(String text, String expected) {
        String actual = text.replaceAll("\\s+", " ");
        int[] row = new int[expected.length() + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = i;
        }
        for (int i = 1; i <= actual.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = corner + (actual.charAt(i - 1) == expected.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return (double) row[expected.length()] / expected.length();
    }
}
