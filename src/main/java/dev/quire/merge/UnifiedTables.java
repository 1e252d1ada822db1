package dev.quire.merge;

import java.util.List;

/** Writes every table of which the cells are known alike: in Markdown, in HTML where cells reach over several. */
record UnifiedTables() implements Rule {

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        return flow.stream().map(part -> unified(part, changes)).toList();
    }

    private static Part unified(Part part, Changes changes) {
        if (part.table() == null) {
            return part;
        }
        if (part.table().isRagged()) {
            changes.tell(Issue.warning(
                            Issue.Type.BROKEN_TABLE,
                            part.page(),
                            "Rows of fewer than %d cells".formatted(part.table().columns()))
                    .repair());
        }
        return part.withTable(part.table());
    }
}
