package dev.quire.evaluate;

import java.util.List;

/**
 * How well tables were read, by TEDS (Zhong, ShafieiBavani and Jimeno Yepes, ECCV 2020): 1 less the edits between two
 * tables as trees, over the nodes of the larger one; changing a cell costs the share of its text that changes. A head is a
 * row like any other, since Markdown gives one to every table.
 *
 * <p>Tables of the reference and those that were read are put together in order, so that the sum is as large as can be.
 *
 * @param tables of the reference
 * @param readTables of what was read
 * @param pairs of the two
 * @param similarity of these, added up
 */
public record TableScore(long tables, long readTables, long pairs, double similarity) {

    public static final TableScore NONE = new TableScore(0, 0, 0, 0);

    /** Of the tables in two texts in Markdown. */
    public static TableScore of(String reference, String read) {
        List<TableTree> expected = MarkdownTables.of(reference);
        List<TableTree> found = MarkdownTables.of(read);
        TableScore[][] best = new TableScore[expected.size() + 1][found.size() + 1];
        for (int i = 0; i <= expected.size(); i++) {
            for (int j = 0; j <= found.size(); j++) {
                best[i][j] = i == 0 || j == 0
                        ? new TableScore(i, j, 0, 0)
                        : best(
                                best[i - 1][j - 1].with(similarity(expected.get(i - 1), found.get(j - 1))),
                                best[i - 1][j].and(1, 0),
                                best[i][j - 1].and(0, 1));
            }
        }
        return best[expected.size()][found.size()];
    }

    static double similarity(TableTree one, TableTree other) {
        return 1 - TreeEdits.between(one, other) / Math.max(one.nodes(), other.nodes());
    }

    private static TableScore best(TableScore paired, TableScore missed, TableScore added) {
        TableScore alone = missed.similarity >= added.similarity ? missed : added;
        return paired.similarity > alone.similarity ? paired : alone;
    }

    private TableScore with(double more) {
        return new TableScore(tables + 1, readTables + 1, pairs + 1, similarity + more);
    }

    private TableScore and(int expected, int read) {
        return new TableScore(tables + expected, readTables + read, pairs, similarity);
    }

    public TableScore plus(TableScore other) {
        return new TableScore(
                tables + other.tables,
                readTables + other.readTables,
                pairs + other.pairs,
                similarity + other.similarity);
    }

    /** Mean similarity, where a table without a partner counts 0, on either side; NaN where the reference has none. */
    public double teds() {
        return tables == 0 ? Double.NaN : similarity / (tables + readTables - pairs);
    }
}
