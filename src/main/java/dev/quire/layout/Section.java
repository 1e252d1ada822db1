package dev.quire.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number that a clause or a section begins with, as contracts and standards have them: 4.1, 12.3.2.
 *
 * @param parts at least two
 */
record Section(List<Integer> parts) implements Comparable<Section> {

    /** As it is written. */
    static final String NUMBER = "\\d{1,2}(?:\\.\\d{1,2}){1,3}";

    private static final Pattern NUMBERED = Pattern.compile("(" + NUMBER + ")\\.?(?:\\s.*)?");

    Section {
        parts = List.copyOf(parts);
    }

    /** Of the text that it begins; empty where the text begins otherwise. */
    static Optional<Section> of(String text) {
        Matcher number = NUMBERED.matcher(text);
        return number.matches()
                ? Optional.of(new Section(Arrays.stream(number.group(1).split("\\."))
                        .map(Integer::valueOf)
                        .toList()))
                : Optional.empty();
    }

    /** Whether it is the first below a title that is numbered so: 4.1 below 4. */
    boolean isFirstOf(String title) {
        return parts.equals(List.of(parts.get(0), 1)) && title.equals(parts.get(0) + ".");
    }

    @Override
    public int compareTo(Section other) {
        int shared = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(parts.get(i), other.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(parts.size(), other.parts.size());
    }
}
