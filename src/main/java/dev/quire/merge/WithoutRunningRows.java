package dev.quire.merge;

import java.util.ArrayList;
import java.util.List;

/** Takes out last rows of tables that are running lines: a reader may take a footer for a part of the table above it. */
record WithoutRunningRows(RunningLines running) implements Rule {

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> kept = new ArrayList<>();
        List<Part> shortened = new ArrayList<>();
        for (Part part : flow) {
            Part now = shortened(part, changes);
            kept.add(now);
            if (!now.equals(part)) {
                shortened.add(part);
            }
        }
        if (!shortened.isEmpty()) {
            changes.tell(Issue.info(
                            Issue.Type.RUNNING_LINES,
                            shortened.get(0).page(),
                            "Last rows of tables (%d times, to page %d)"
                                    .formatted(
                                            shortened.size(),
                                            shortened.get(shortened.size() - 1).page()))
                    .repair());
        }
        return kept;
    }

    private Part shortened(Part part, Changes changes) {
        Cells cells = part.table();
        if (cells == null || cells.rows() < 2) {
            return part;
        }
        String last = String.join(" ", cells.texts(cells.rows() - 1));
        Cells rest = running.makeUp(last) ? cells.to(cells.rows() - 1) : cells;
        if (rest.rows() == cells.rows()) {
            return part;
        }
        changes.drop(last);
        return part.withTable(rest);
    }
}
