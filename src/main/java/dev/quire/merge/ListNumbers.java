package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of items that follow each other and go back or leave one out. */
record ListNumbers() implements Check {

    private static final Pattern NUMBER = Pattern.compile("^(\\d{1,3})[.)]\\s.*", Pattern.DOTALL);
    private static final int NONE = -1;

    @Override
    public List<Issue> issues(Merging document) {
        List<Issue> issues = new ArrayList<>();
        int before = NONE;
        for (Part part : document.flow()) {
            Matcher number = NUMBER.matcher(part.markdown());
            if (part.is(Kind.MARK) && part.isBorder()) {
                continue;
            }
            if (!part.is(Kind.ITEM) || !number.matches()) {
                before = NONE;
                continue;
            }
            int item = Integer.parseInt(number.group(1));
            if (before != NONE && item > 1 && item != before + 1) {
                issues.add(Issue.info(Issue.Type.LIST_ORDER, part.page(), "%d follows on %d".formatted(item, before)));
            }
            before = item;
        }
        return issues;
    }
}
