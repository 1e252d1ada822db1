package dev.quire;

import dev.quire.observe.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** Rows as aligned text for a terminal. Wide cells are cut, line breaks shown as a space. */
final class TextTable {

    private static final int WIDEST_CELL = 60;

    private TextTable() {}

    static String of(String[] columns, List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(columns));
        rows.forEach(row -> lines.add(cells(row).stream().map(TextTable::cut).toList()));
        return of(lines) + "%,d rows".formatted(rows.size());
    }

    /** The first line is the header. */
    static String of(List<List<String>> lines) {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            append(text, lines.get(line), widths);
            if (line == 0) {
                append(text, Collections.nCopies(widths.length, ""), widths, '-');
            }
        }
        return text.toString();
    }

    /** A row's values as text; null as nothing. */
    static List<String> cells(Row row) {
        return IntStream.range(0, row.length())
                .mapToObj(column -> row.isNullAt(column) ? "" : plain(row.get(column)))
                .toList();
    }

    private static String plain(Object value) {
        return value instanceof scala.collection.Iterable<?> many ? many.mkString("[", ", ", "]") : value.toString();
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths) {
        append(text, cells, widths, ' ');
    }

    private static void append(StringBuilder text, List<String> cells, int[] widths, char filler) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            text.append(column == 0 ? "" : "  ").append(cell);
            text.append(String.valueOf(filler).repeat(widths[column] - width(cell)));
        }
        text.setLength(text.toString().stripTrailing().length());
        text.append('\n');
    }

    private static String cut(String cell) {
        String line = Printable.of(cell.replaceAll("\\s+", " ").strip());
        return line.codePointCount(0, line.length()) <= WIDEST_CELL
                ? line
                : line.substring(0, line.offsetByCodePoints(0, WIDEST_CELL - 1)) + "…";
    }

    /** Columns on a terminal: ideographs and full-width forms take two. */
    private static int width(String cell) {
        return cell.codePoints().map(point -> isWide(point) ? 2 : 1).sum();
    }

    private static boolean isWide(int point) {
        boolean kanaOrPunctuation = point >= 0x3000 && point < 0x3100;
        boolean fullWidthForm = point >= 0xff00 && point < 0xff61;
        return kanaOrPunctuation || fullWidthForm || Character.isIdeographic(point);
    }
}
