package dev.quire.merge;

import dev.quire.document.Box;
import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Joins tables that go on at the top of the next page: as many columns, and the same head or the same place. A repeated
 * head is dropped.
 */
record JoinedTables(Separator separator) implements Rule {

    private static final int MOST_BETWEEN = 4;
    private static final int MOST_HEAD_ROWS = 4;
    private static final int FEW_LETTERS = 2;
    private static final double SAME_ROW = 0.9;
    /** Of the height of a row. */
    private static final float NO_ROOM = 0.75f;
    /** Of the table's width. */
    private static final float SAME_EDGE = 0.04f;

    private static final Pattern CONTINUED = Pattern.compile(
            "(?i).{0,60}(\\bcont(inued|['’]?d|\\.)|\\bcontinued|\\bfortsetzung|\\bsuite\\b|续表|（续）|\\(续\\)|續).{0,20}");

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> joined = withoutCuts(flow);
        Map<Integer, Box> ends = new HashMap<>();
        Borders borders = new Borders(separator);
        for (int border = 0; border < joined.size(); border++) {
            if (!joined.get(border).isBorder()) {
                continue;
            }
            int before = borders.before(joined, border, MOST_BETWEEN, JoinedTables::isBetween);
            int after = table(joined, border);
            if (before < 0 || after < 0) {
                continue;
            }
            Part upper = joined.get(before);
            Part lower = joined.get(after);
            if (goesOn(upper, ends.getOrDefault(before, upper.box()), lower)) {
                join(joined, before, border, after, changes);
                border -= borders.pass(joined, border);
                if (lower.box() != null) {
                    ends.put(before, lower.box());
                }
            }
        }
        return joined;
    }

    /** A rule between two rows may cut a table in two: then the second begins where the first ends. */
    private static List<Part> withoutCuts(List<Part> flow) {
        List<Part> whole = new ArrayList<>();
        for (Part part : flow) {
            Part above = whole.isEmpty() ? part : whole.get(whole.size() - 1);
            if (above.page() == part.page() && goesOn(above, above.box(), part) && touches(above, part)) {
                Cells both = Objects.requireNonNull(above.table()).plus(Objects.requireNonNull(part.table()));
                Box upper = Objects.requireNonNull(above.box());
                Box lower = Objects.requireNonNull(part.box());
                Box around = new Box(
                        Math.min(upper.left(), lower.left()),
                        upper.top(),
                        Math.max(upper.right(), lower.right()),
                        lower.bottom());
                whole.set(whole.size() - 1, above.withTable(both).at(around));
            } else {
                whole.add(part);
            }
        }
        return whole;
    }

    /** Whether there is no room for a row between both. */
    private static boolean touches(Part above, Part below) {
        Box upper = above.box();
        Box lower = below.box();
        Cells cells = above.table();
        if (upper == null || lower == null || cells == null) {
            return false;
        }
        float row = upper.height() / cells.rows();
        float gap = lower.top() - upper.bottom();
        return gap > -row && gap < NO_ROOM * row;
    }

    /** The table behind a border, behind a line that says that it goes on; -1 where there is none. */
    private static int table(List<Part> flow, int border) {
        int after = Borders.from(flow, border + 1, MOST_BETWEEN, JoinedTables::isBetween);
        boolean continued =
                after >= 0 && CONTINUED.matcher(flow.get(after).markdown()).matches();
        return continued ? Borders.from(flow, after + 1, MOST_BETWEEN, JoinedTables::isBetween) : after;
    }

    /** Stray letters as well: readers see some in the rules of tables. */
    private static boolean isBetween(Part part) {
        return part.floats() || (!part.is(Kind.MARK) && Letters.count(part.markdown()) <= FEW_LETTERS);
    }

    private static boolean goesOn(Part upper, @Nullable Box end, Part lower) {
        return upper.is(Kind.TABLE)
                && lower.is(Kind.TABLE)
                && upper.table() != null
                && lower.table() != null
                && upper.table().columns() == lower.table().columns()
                && (inOnePlace(end, lower.box()) || repeated(upper.table(), lower.table()) > 0);
    }

    private static boolean inOnePlace(@Nullable Box upper, @Nullable Box lower) {
        if (upper == null || lower == null) {
            return true;
        }
        float width = SAME_EDGE * Math.max(upper.width(), lower.width());
        float height = SAME_EDGE * Math.max(upper.height(), lower.height());
        // Rows of a table that lies on its side follow each other from left to right
        return (Math.abs(upper.left() - lower.left()) < width && Math.abs(upper.right() - lower.right()) < width)
                || (Math.abs(upper.top() - lower.top()) < height && Math.abs(upper.bottom() - lower.bottom()) < height);
    }

    private void join(List<Part> flow, int before, int border, int after, Changes changes) {
        Part upper = flow.get(before);
        Part lower = flow.get(after);
        Cells head = Objects.requireNonNull(upper.table());
        Cells rest = Objects.requireNonNull(lower.table());
        int repeated = repeated(head, rest);
        int page = lower.page();
        for (int row = 0; row < repeated; row++) {
            changes.drop(String.join(" ", rest.texts(row)));
        }
        flow.set(before, upper.withTable(head.plus(rest.from(repeated).marked(separator.within(page)))));
        changes.tell(Issue.info(
                        Issue.Type.TABLE_JOINED,
                        page,
                        "The table of page %d goes on: %d rows%s"
                                .formatted(
                                        upper.page(),
                                        rest.rows() - repeated,
                                        repeated == 0 ? "" : ", without its repeated head of " + repeated))
                .repair());
        for (int i = after; i > border; i--) {
            if (i == after) {
                flow.remove(i);
            } else if (CONTINUED.matcher(flow.get(i).markdown()).matches()) {
                changes.drop(flow.remove(i).markdown());
            }
        }
    }

    /** How many rows the lower table begins with that the upper one begins with, too. */
    private static int repeated(Cells upper, Cells lower) {
        int rows = 0;
        while (rows < Math.min(MOST_HEAD_ROWS, Math.min(upper.rows(), lower.rows()) - 1)
                && isSame(upper.texts(rows), lower.texts(rows))) {
            rows++;
        }
        return rows;
    }

    private static boolean isSame(List<String> upper, List<String> lower) {
        String letters = Letters.of(String.join(" ", upper));
        return !letters.isEmpty() && Similarity.of(letters, Letters.of(String.join(" ", lower))) >= SAME_ROW;
    }
}
