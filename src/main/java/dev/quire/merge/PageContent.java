package dev.quire.merge;

import dev.quire.document.Block;
import dev.quire.document.FinishReason;
import dev.quire.document.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One landed page, as far as merging needs it.
 *
 * @param page 1-based; 0 stands for a document that could not be opened
 * @param markdown empty where the page is blank or failed
 * @param failure the class of the error, null where the page was read
 * @param finish why a generative engine stopped; null for others
 * @param height in points, 0 where it is not known
 * @param blocks in reading order; of their texts the beginning is enough
 */
public record PageContent(
        int page,
        String markdown,
        @Nullable String failure,
        @Nullable FinishReason finish,
        float height,
        List<Block> blocks,
        List<Table> tables) {

    public PageContent {
        blocks = List.copyOf(blocks);
        tables = List.copyOf(tables);
    }

    /** A page of which nothing but the text is known. */
    static PageContent of(int page, String markdown) {
        return new PageContent(page, markdown, null, null, 0, List.of(), List.of());
    }

    /** A page that could not be read. */
    static PageContent failed(int page, String failure) {
        return new PageContent(page, "", failure, null, 0, List.of(), List.of());
    }
}
