package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers of sections that go back, where they do not begin anew. */
record SectionNumbers() implements Check {

    private static final Pattern NUMBER = Pattern.compile("^(\\d{1,2}(?:\\.\\d{1,2}){0,4})\\.?\\s+\\p{L}.*");

    @Override
    public List<Issue> issues(Merging document) {
        List<Issue> issues = new ArrayList<>();
        List<Integer> before = List.of();
        for (Part part : document.flow()) {
            Matcher number = NUMBER.matcher(part.text());
            if (!part.is(Kind.HEADING) || !number.matches()) {
                continue;
            }
            List<Integer> section = Stream.of(number.group(1).split("\\."))
                    .map(Integer::valueOf)
                    .toList();
            if (goesBack(before, section)) {
                issues.add(Issue.warning(
                        Issue.Type.SECTION_ORDER,
                        part.page(),
                        "%s follows on %s".formatted(written(section), written(before))));
            }
            before = section;
        }
        return issues;
    }

    private static boolean goesBack(List<Integer> before, List<Integer> section) {
        boolean anew = section.get(0) <= 1;
        for (int i = 0; i < Math.min(before.size(), section.size()) && !anew; i++) {
            if (!section.get(i).equals(before.get(i))) {
                return section.get(i) < before.get(i);
            }
        }
        return !anew && section.size() <= before.size();
    }

    private static String written(List<Integer> section) {
        return String.join(".", section.stream().map(String::valueOf).toList());
    }
}
