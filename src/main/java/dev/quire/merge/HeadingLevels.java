package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Raises headings that jump over a level: below a heading of level 1 comes one of level 2. */
record HeadingLevels() implements Rule {

    private record Level(int written, int raised) {}

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> raised = new ArrayList<>();
        List<Part> changed = new ArrayList<>();
        Deque<Level> above = new ArrayDeque<>();
        for (Part part : flow) {
            Part now = part.is(Kind.HEADING) ? raised(part, above) : part;
            raised.add(now);
            if (!now.equals(part)) {
                changed.add(part);
            }
        }
        if (!changed.isEmpty()) {
            Part first = changed.get(0);
            changes.tell(Issue.info(
                            Issue.Type.HEADING_LEVEL,
                            first.page(),
                            "%d headings, the first: %s".formatted(changed.size(), first.text()))
                    .repair());
        }
        return raised;
    }

    private static Part raised(Part part, Deque<Level> above) {
        int written = part.markdown().length()
                - part.markdown().replaceFirst("^#+", "").length();
        while (!above.isEmpty() && above.peek().written() >= written) {
            above.pop();
        }
        int level = above.isEmpty() ? written : Math.min(written, above.peek().raised() + 1);
        above.push(new Level(written, level));
        if (level == written) {
            return part;
        }
        return part.withMarkdown("#".repeat(level) + " " + part.text());
    }
}
