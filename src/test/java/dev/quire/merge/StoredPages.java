package dev.quire.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.FinishReason;
import dev.quire.document.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages of the table {@code pages} as {@code quire query --format json} writes them. */
final class StoredPages {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StoredPages() {}

    /** The pages of each document in page order, by the name of its file. */
    static Map<String, List<PageContent>> read(Path file) throws IOException {
        Map<String, List<PageContent>> documents = new TreeMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> line.startsWith("{")).map(StoredPages::parsed).forEach(row -> {
                String path = row.get("path").asText();
                documents
                        .computeIfAbsent(path.substring(path.lastIndexOf('/') + 1), unseen -> new ArrayList<>())
                        .add(page(row));
            });
        }
        documents.values().forEach(pages -> pages.sort(java.util.Comparator.comparingInt(PageContent::page)));
        return documents;
    }

    private static JsonNode parsed(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageContent page(JsonNode row) {
        @Nullable String finish = text(row, "finish_reason");
        return new PageContent(
                row.get("page").asInt(),
                row.path("markdown").asText(""),
                text(row, "error_class"),
                finish == null ? null : FinishReason.valueOf(finish),
                (float) row.path("height").asDouble(0),
                list(row.path("blocks")).map(StoredPages::block).toList(),
                list(row.path("tables")).map(StoredPages::table).toList());
    }

    private static Block block(JsonNode row) {
        return new Block(
                Block.Type.valueOf(row.get("type").asText()),
                box(row.get("box")),
                row.path("text").asText(""),
                Float.NaN);
    }

    private static Table table(JsonNode row) {
        List<Table.Cell> cells = list(row.get("cells"))
                .map(cell -> new Table.Cell(
                        cell.get("row").asInt(),
                        cell.get("column").asInt(),
                        cell.get("row_span").asInt(),
                        cell.get("column_span").asInt(),
                        cell.path("text").asText("")))
                .toList();
        return new Table(
                box(row.get("box")), row.get("rows").asInt(), row.get("columns").asInt(), cells);
    }

    private static Box box(JsonNode row) {
        return new Box(
                (float) row.get("left").asDouble(),
                (float) row.get("top").asDouble(),
                (float) row.get("right").asDouble(),
                (float) row.get("bottom").asDouble());
    }

    private static Stream<JsonNode> list(JsonNode array) {
        List<JsonNode> values = new ArrayList<>();
        array.forEach(values::add);
        return values.stream();
    }

    private static @Nullable String text(JsonNode row, String field) {
        return row.hasNonNull(field) ? row.get(field).asText() : null;
    }
}
