package dev.quire.evaluate;

import dev.quire.evaluate.TableTree.Cell;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edit distance between two tables as trees, by Zhang and Shasha (SIAM Journal on Computing 18(6), 1989). Time and
 * memory grow with the product of their numbers of nodes.
 */
final class TreeEdits {

    private final Nodes one;
    private final Nodes other;
    /** Between the trees below each two nodes. */
    private final float[][] distances;
    /** Between texts, and 1 more; 0 where not asked for yet: large tables hold the same ones over and over. */
    private final float[][] known;

    private TreeEdits(TableTree one, TableTree other) {
        this.one = new Nodes(one);
        this.other = new Nodes(other);
        this.distances = new float[one.nodes()][other.nodes()];
        this.known = new float[this.one.texts.size()][this.other.texts.size()];
    }

    static double between(TableTree one, TableTree other) {
        TreeEdits edits = new TreeEdits(one, other);
        for (int i : edits.one.roots) {
            for (int j : edits.other.roots) {
                if (edits.one.firstLeaf[i] == i && edits.other.firstLeaf[j] == j) {
                    edits.distances[i][j] = edits.change(i, j);
                } else {
                    edits.compare(i, j);
                }
            }
        }
        return edits.distances[one.nodes() - 1][other.nodes() - 1];
    }

    /** The nodes of a tree, those below a node before it; of each its cell and the first leaf below it. */
    private static final class Nodes {
        private final @Nullable Cell[] cells;
        private final boolean[] isRow;
        private final Map<String, Integer> texts = new HashMap<>();
        private final int[] text;
        private final int[] firstLeaf;
        /** Nodes that do not share their first leaf with the node above them. */
        private final int[] roots;

        private int count;

        Nodes(TableTree table) {
            cells = new Cell[table.nodes()];
            isRow = new boolean[table.nodes()];
            text = new int[table.nodes()];
            firstLeaf = new int[table.nodes()];
            for (var row : table.rows()) {
                int first = count;
                for (Cell cell : row) {
                    add(cell, count);
                }
                isRow[count] = true;
                add(null, first);
            }
            add(null, 0);
            int[] highest = new int[count];
            for (int node = 0; node < count; node++) {
                highest[firstLeaf[node]] = node + 1;
            }
            roots = Arrays.stream(highest)
                    .filter(node -> node > 0)
                    .map(node -> node - 1)
                    .sorted()
                    .toArray();
        }

        private void add(@Nullable Cell cell, int leaf) {
            cells[count] = cell;
            text[count] = cell == null ? 0 : texts.computeIfAbsent(cell.text(), unseen -> texts.size());
            firstLeaf[count++] = leaf;
        }
    }

    private void compare(int i, int j) {
        int left = one.firstLeaf[i];
        int right = other.firstLeaf[j];
        float[][] forest = new float[i - left + 2][j - right + 2];
        for (int x = 1; x < forest.length; x++) {
            forest[x][0] = x;
        }
        for (int y = 1; y < forest[0].length; y++) {
            forest[0][y] = y;
        }
        for (int x = 1; x < forest.length; x++) {
            for (int y = 1; y < forest[0].length; y++) {
                int a = left + x - 1;
                int b = right + y - 1;
                float fewest = Math.min(forest[x - 1][y], forest[x][y - 1]) + 1;
                if (one.firstLeaf[a] == left && other.firstLeaf[b] == right) {
                    forest[x][y] = Math.min(fewest, forest[x - 1][y - 1] + change(a, b));
                    distances[a][b] = forest[x][y];
                } else {
                    float before = forest[one.firstLeaf[a] - left][other.firstLeaf[b] - right];
                    forest[x][y] = Math.min(fewest, before + distances[a][b]);
                }
            }
        }
    }

    private float change(int a, int b) {
        Cell cell = one.cells[a];
        Cell with = other.cells[b];
        if (cell != null && with != null) {
            return cell.reachesAsFarAs(with) ? distance(a, b, cell, with) : 1;
        }
        return cell == null && with == null && one.isRow[a] == other.isRow[b] ? 0 : 1;
    }

    private float distance(int a, int b, Cell cell, Cell with) {
        float[] ofText = known[one.text[a]];
        int text = other.text[b];
        if (ofText[text] == 0) {
            ofText[text] = (float) cell.distance(with) + 1;
        }
        return ofText[text] - 1;
    }
}
