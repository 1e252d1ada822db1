package dev.quire.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one document as one.
 *
 * @param type null where nothing was read
 * @param tables from top to bottom
 * @param issues what is odd, and what was changed
 */
public record MergedDocument(
        String markdown, @Nullable DocumentType type, Strategy strategy, List<TableSize> tables, List<Issue> issues) {

    public MergedDocument {
        tables = List.copyOf(tables);
        issues = List.copyOf(issues);
    }

    /** Where a table begins and how large it is. */
    public record TableSize(int page, int rows, int columns) {}
}
