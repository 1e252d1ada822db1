package dev.quire.layout;

import dev.quire.document.Block;
import dev.quire.document.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Cuts the rows of a region into headings, paragraphs and list items. */
final class Passages {

    /** Lines this much higher than the page's text are headings. */
    private static final float HEADING = 1.17f;

    private static final float SECOND_LEVEL = 1.45f;
    private static final float FIRST_LEVEL = 1.9f;
    /** A few words that do not end in the middle of a sentence or lead to what follows, and no address. */
    private static final Pattern TITLE = Pattern.compile("(?=.*\\p{L}.*\\p{L})[^@]{1,199}[^@,;:，；：。]");

    private static final Pattern NUMBERED_HEADING = Pattern.compile(Section.NUMBER + "\\.?\\s+\\p{L}.{0,80}[^.,;:]");
    /** A paragraph begins after a distance this much longer than usual. */
    private static final float NEW_PARAGRAPH = 1.3f;

    private static final float LARGEST_PITCH = 2.2f;
    private static final float INDENT = 0.8f;
    private static final float ROOM = 1.5f;
    /** Rows above and below that tell how far lines reach. */
    private static final int NEAR = 3;

    private static final float OTHER_HEIGHT = 1.3f;

    private final List<Row> rows;
    private final float bodyHeight;

    /** @param bodyHeight height of a line of the page's running text */
    Passages(List<Row> rows, float bodyHeight) {
        this.rows = rows;
        this.bodyHeight = bodyHeight;
    }

    List<Passage> list() {
        List<Passage> passages = new ArrayList<>();
        List<Row> current = new ArrayList<>();
        for (Row row : rows) {
            if (!current.isEmpty() && begins(current, row)) {
                passages.add(passage(current, Passage.text(row)));
                current.clear();
            }
            current.add(row);
        }
        if (!current.isEmpty()) {
            passages.add(passage(current, ""));
        }
        return passages;
    }

    private boolean begins(List<Row> passage, Row row) {
        Row above = passage.get(passage.size() - 1);
        float height = height(above);
        float ratio = height(row) / height;
        float usual = Math.max(Math.min(pitchAround(above), LARGEST_PITCH * height), height);
        if (isHeadingHeight(above) != isHeadingHeight(row)
                || ratio > OTHER_HEIGHT
                || ratio < 1 / OTHER_HEIGHT
                || row.box().bottom() - above.box().bottom() > NEW_PARAGRAPH * usual * Math.max(1, ratio)) {
            return true;
        }
        boolean bullet = Marker.of(Passage.text(row)).filter(Marker::isBullet).isPresent();
        return bullet || (!isHeadingHeight(above) && (isNewItem(passage, row) || endsEarly(above, row)));
    }

    private boolean isNewItem(List<Row> passage, Row row) {
        Row above = passage.get(passage.size() - 1);
        String first = Passage.text(passage.get(0));
        boolean hanging = Marker.of(first).isPresent() || Section.of(first).isPresent();
        boolean indented = row.box().left() - above.box().left() > INDENT * bodyHeight;
        boolean outdented = above.box().left() - row.box().left() > INDENT * bodyHeight;
        return Marker.of(Passage.text(row)).isPresent()
                || (hanging && Section.of(Passage.text(row)).isPresent())
                || (indented && !hanging)
                || (outdented && passage.size() > 1)
                || NUMBERED_HEADING.matcher(Passage.text(above)).matches();
    }

    /** The line above had room for the first word of this one. */
    private boolean endsEarly(Row above, Row row) {
        Line first = row.cells().get(0);
        float word = Passage.wide(first.text().charAt(0))
                ? 2 * bodyHeight
                : first.words().get(0).box().width();
        return above.box().right() + word + ROOM * bodyHeight < rightAround(above);
    }

    /** How far lines reach near a row. */
    private float rightAround(Row row) {
        return (float) around(row).stream()
                .mapToDouble(near -> near.box().right())
                .max()
                .orElse(0);
    }

    /** The usual distance from line to line near a row. */
    private float pitchAround(Row row) {
        List<Row> near = around(row);
        double[] distances = new double[near.size() - 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = near.get(i + 1).box().bottom() - near.get(i).box().bottom();
        }
        return Boxes.quantile(distances, 0.4);
    }

    private List<Row> around(Row row) {
        int index = rows.indexOf(row);
        return rows.subList(Math.max(0, index - NEAR), Math.min(rows.size(), index + NEAR + 1));
    }

    private boolean isHeadingHeight(Row row) {
        return height(row) > HEADING * bodyHeight;
    }

    /** @param below the text of the row below */
    private Passage passage(List<Row> rows, String below) {
        Passage plain = new Passage(Block.Type.TEXT, 0, rows);
        String text = plain.text();
        float ratio = Boxes.quantile(rows.stream().mapToDouble(Passages::height).toArray(), 0.5) / bodyHeight;
        boolean bullet = Marker.of(text).filter(Marker::isBullet).isPresent();
        if (ratio > (bullet ? SECOND_LEVEL : HEADING) && TITLE.matcher(text).matches()) {
            return new Passage(Block.Type.HEADING, ratio > FIRST_LEVEL ? 1 : ratio > SECOND_LEVEL ? 2 : 3, rows);
        }
        Optional<Marker> marker = Marker.of(text);
        boolean title = marker.isPresent()
                && Section.of(below)
                        .filter(clause -> clause.isFirstOf(marker.orElseThrow().sign()))
                        .isPresent();
        if (rows.size() == 1 && (title || NUMBERED_HEADING.matcher(text).matches())) {
            return new Passage(Block.Type.HEADING, 3, rows);
        }
        return marker.isPresent() ? new Passage(Block.Type.LIST_ITEM, 0, rows) : plain;
    }

    /** Of the longest line: short ones are measured less surely. */
    private static float height(Row row) {
        Line longest = row.cells().get(0);
        for (Line cell : row.cells()) {
            longest = cell.box().width() > longest.box().width() ? cell : longest;
        }
        return longest.box().height();
    }
}
