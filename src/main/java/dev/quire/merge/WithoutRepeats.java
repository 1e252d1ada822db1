package dev.quire.merge;

import dev.quire.document.Figure;
import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Leaves out what is there twice: pages with the same letters as an earlier one, a paragraph twice in a row, and what a
 * generative model wrote over and over.
 *
 * @param unfinished pages that a generative model did not come to the end of
 */
record WithoutRepeats(Set<Integer> unfinished) implements Rule {

    /** Letters of a page, and of a paragraph, that are not the same by accident. */
    private static final int PAGE = 200;

    private static final int PARAGRAPH = 60;
    private static final Pattern LOOP = Pattern.compile("(.{8,200}?)\\1{4,}", Pattern.DOTALL);
    private static final int DETAIL = 60;

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> kept = new ArrayList<>();
        for (Part part : withoutPages(flow, changes)) {
            if (!kept.isEmpty() && repeats(kept.get(kept.size() - 1), part)) {
                changes.drop(part.markdown());
                changes.tell(Issue.warning(Issue.Type.REPEATED_TEXT, part.page(), begin(part.markdown()))
                        .repair());
            } else {
                kept.add(unfinished.contains(part.page()) ? withoutLoop(part, changes) : part);
            }
        }
        return kept;
    }

    private static List<Part> withoutPages(List<Part> flow, Changes changes) {
        Map<String, Integer> pages = new HashMap<>();
        List<Part> kept = new ArrayList<>();
        for (int from = 0; from < flow.size(); ) {
            int to = from + 1;
            while (to < flow.size() && !flow.get(to).isBorder()) {
                to++;
            }
            List<Part> page = flow.subList(from, to);
            int number = page.get(page.size() - 1).page();
            StringBuilder text = new StringBuilder();
            page.stream().filter(part -> !part.is(Kind.MARK)).forEach(part -> text.append(part.markdown()));
            String letters = Letters.of(Figure.withoutMarks(text.toString()));
            Integer earlier = letters.length() < PAGE ? null : pages.putIfAbsent(letters, number);
            if (earlier == null) {
                kept.addAll(page);
            } else {
                page.stream().filter(Part::isBorder).forEach(kept::add);
                kept.add(Part.note(number, "page %d has the text of page %d".formatted(number, earlier)));
                changes.drop(text.toString());
                changes.tell(Issue.warning(Issue.Type.REPEATED_PAGE, number, "The text of page " + earlier)
                        .repair());
            }
            from = to;
        }
        return kept;
    }

    private boolean repeats(Part before, Part part) {
        boolean prose = part.is(Kind.PARAGRAPH) || part.is(Kind.ITEM);
        int least = unfinished.contains(part.page()) ? 1 : PARAGRAPH;
        return prose
                && before.is(part.kind())
                && Letters.count(part.markdown()) >= least
                && Letters.of(before.markdown()).equals(Letters.of(part.markdown()));
    }

    private static Part withoutLoop(Part part, Changes changes) {
        String once = LOOP.matcher(part.markdown()).replaceAll("$1");
        if (once.length() == part.markdown().length() || part.is(Kind.TABLE)) {
            return part;
        }
        changes.drop("x".repeat(Letters.count(part.markdown()) - Letters.count(once)));
        changes.tell(Issue.warning(Issue.Type.REPEATED_TEXT, part.page(), begin(once))
                .repair());
        return part.withMarkdown(once);
    }

    private static String begin(String text) {
        return text.length() <= DETAIL ? text : text.substring(0, DETAIL) + "…";
    }
}
