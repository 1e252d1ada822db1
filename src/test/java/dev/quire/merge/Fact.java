package dev.quire.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quire.document.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Something that olmOCR-bench says of a page: a text is there, is not there, comes before another, a cell's neighbour. */
record Fact(JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, BiPredicate<Table.Cell, Table.Cell>> NEIGHBOURS = Map.of(
            "up", (cell, other) -> isAbove(other, cell) && other.row() + other.rowSpan() == cell.row(),
            "down", (cell, other) -> isAbove(cell, other) && cell.row() + cell.rowSpan() == other.row(),
            "left", (cell, other) -> isBeside(other, cell) && other.column() + other.columnSpan() == cell.column(),
            "right", (cell, other) -> isBeside(cell, other) && cell.column() + cell.columnSpan() == other.column(),
            "top_heading", Fact::isHeadOf,
            "left_heading", (cell, other) -> isBeside(other, cell));

    static Fact of(String line) {
        try {
            return new Fact(MAPPER.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String type() {
        return json.get("type").asText();
    }

    boolean holds(String markdown) {
        String letters = Letters.of(BenchmarkMerge.text(markdown));
        return switch (type()) {
            case "present" -> letters.contains(letters("text"));
            case "absent" -> !letters.contains(letters("text"));
            case "order" -> {
                int before = letters.indexOf(letters("before"));
                yield before >= 0 && letters.indexOf(letters("after"), before) >= 0;
            }
            case "table" ->
                MarkdownParts.of(1, markdown).stream()
                        .filter(part -> part.is(Part.Kind.TABLE))
                        .map(part -> HtmlCells.of(part.markdown()))
                        .anyMatch(this::holds);
            default -> throw new IllegalArgumentException("Unknown fact: " + json);
        };
    }

    private boolean holds(Cells table) {
        List<Table.Cell> cells = table.cells().stream()
                .filter(cell -> Letters.of(cell.text()).equals(letters("cell")))
                .toList();
        return cells.stream()
                .anyMatch(cell -> NEIGHBOURS.entrySet().stream()
                        .filter(neighbour -> json.hasNonNull(neighbour.getKey()))
                        .filter(neighbour ->
                                !json.get(neighbour.getKey()).asText().isEmpty())
                        .allMatch(neighbour -> table.cells().stream()
                                .filter(other -> neighbour.getValue().test(cell, other))
                                .anyMatch(other -> Letters.of(other.text()).equals(letters(neighbour.getKey())))));
    }

    private String letters(String field) {
        return Letters.of(json.get(field).asText());
    }

    private static boolean isHeadOf(Table.Cell cell, Table.Cell other) {
        return isAbove(other, cell);
    }

    private static boolean isAbove(Table.Cell upper, Table.Cell lower) {
        return upper.row() < lower.row()
                && upper.column() < lower.column() + lower.columnSpan()
                && lower.column() < upper.column() + upper.columnSpan();
    }

    private static boolean isBeside(Table.Cell left, Table.Cell right) {
        return left.column() < right.column()
                && left.row() < right.row() + right.rowSpan()
                && right.row() < left.row() + left.rowSpan();
    }
}
