package dev.quire.merge;

import java.util.List;
import java.util.Map;

/** Closes blocks of code, formulas and HTML tables that a page leaves open: they would swallow the pages behind it. */
record ClosedMarkup() implements Rule {

    private static final Map<String, String> ENDS =
            Map.of("```", "\n```", "~~~", "\n~~~", "$$", "$$", "\\[", "\\]", "<table", "</table>", "<!--", "-->");

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        return flow.stream().map(part -> closed(part, changes)).toList();
    }

    private static Part closed(Part part, Changes changes) {
        String text = part.markdown();
        for (Map.Entry<String, String> end : ENDS.entrySet()) {
            String begin = end.getKey();
            if (text.startsWith(begin) && text.indexOf(end.getValue().strip(), begin.length()) < 0) {
                changes.tell(Issue.warning(Issue.Type.BROKEN_MARKUP, part.page(), begin)
                        .repair());
                return part.withMarkdown(text + end.getValue());
            }
        }
        return part;
    }
}
