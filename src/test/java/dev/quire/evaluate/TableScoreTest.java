package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The reference has seven nodes: a table, two rows, four cells. */
class TableScoreTest {

    private static final String TABLE = """
            | Part | Price |
            | --- | --: |
            | Bolt | 2.40 |""";

    @Test
    void howATableIsWrittenMakesNoDifference() {
        assertTeds(1, TABLE, """
                <table><thead><tr><th>**Part**</th><th>Price</th></tr></thead>
                <tbody><tr><td>Bolt</td><td><!-- page 2 -->2.40</td></tr></tbody></table>""");
        assertTeds(1, "|a\\|b|<|\n|-|-|\n|c||", "<table><tr><td>a|b<td>&lt;<tr><td>c<td></table>");
    }

    @Test
    void whatIsMissingAndWhatIsTooMuchCounts() {
        assertTeds(1 - 3 / 7.0, TABLE, "| Part | Price |\n| --- | --- |");
        assertTeds(1 - 3 / 10.0, TABLE, TABLE + "\n| Nut | 0.80 |");
        assertTeds(1 - 2 / 7.0, TABLE, "| Part |\n| --- |\n| Bolt |");
    }

    @Test
    void aCellCostsTheShareOfItsTextThatChanges() {
        assertTeds(1 - 0.5 / 7, TABLE, TABLE.replace("Bolt", "Body"));
        assertTeds(1 - 1 / 7.0, TABLE, TABLE.replace("Bolt", ""));
    }

    @Test
    void aCellThatReachesOverOthersIsAnotherOne() {
        assertTeds(
                1 - 1 / 7.0,
                TABLE,
                "<table><tr><td>Part</td><td colspan=2>Price</td></tr><tr><td>Bolt</td><td>2.40</td></tr></table>");
    }

    @Test
    void cellsStayWhereTheirRowsAreOthers() {
        // Both rows go and another comes
        assertTeds(1 - 3 / 7.0, TABLE, "| Part | Price | Bolt | 2.40 |\n| --- | --- | --- | --- |");
    }

    @Test
    void tablesAreComparedInOrderAndThoseWithoutAPartnerCountNothing() {
        String other = "| Year |\n| --- |\n| 1984 |";
        String both = TABLE + "\n\ntext\n\n" + other;

        assertThat(TableScore.of(both, TABLE)).isEqualTo(new TableScore(2, 1, 1, 1));
        assertThat(TableScore.of(both, other)).isEqualTo(new TableScore(2, 1, 1, 1));
        assertThat(TableScore.of(other, both).teds()).isEqualTo(0.5);
        assertThat(TableScore.of(both, "no table").teds()).isZero();
        assertThat(TableScore.of("no table", both).teds()).isNaN();
        assertThat(TableScore.of(TABLE, TABLE).plus(TableScore.of(other, "")).teds())
                .isEqualTo(0.5);
    }

    private static void assertTeds(double expected, String reference, String read) {
        assertThat(TableScore.of(reference, read).teds()).isCloseTo(expected, Offset.offset(1e-6));
        assertThat(TableScore.of(read, reference).teds()).isCloseTo(expected, Offset.offset(1e-6));
    }
}
