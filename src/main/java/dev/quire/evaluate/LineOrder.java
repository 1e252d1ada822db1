package dev.quire.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the lines of the reference come in its order: the edit distance between their order in the reference and in what
 * was read, over the lines that are found in both, as OmniDocBench defines it for blocks of a page (Ouyang et al., CVPR
 * 2025). A line moved to another place counts two: where it is missing and where it is too much.
 *
 * <p>A line is found by three words in a row that both texts hold once, so that it does not matter where a reader breaks
 * lines or what it misreads elsewhere. Shorter lines and repeated ones are left out.
 *
 * @param found lines of the reference that are found in what was read
 * @param edits 0 where they all come in order, at most {@code found}
 */
record LineOrder(long found, long edits) {

    private static final int WORDS = 3;
    private static final int SEVERAL = -1;

    private record Place(int line, double position) {}

    static LineOrder of(String reference, String read) {
        List<List<String>> lines = reference
                .lines()
                .map(line -> ComparableText.words(ComparableText.of(line)))
                .toList();
        Map<List<String>, Integer> lineOf = new HashMap<>();
        for (int line = 0; line < lines.size(); line++) {
            addPlaces(lines.get(line), line, 0, lineOf);
        }
        Map<List<String>, Integer> positionOf = new HashMap<>();
        addPlaces(ComparableText.words(ComparableText.of(read)), 0, 1, positionOf);
        int[] order = places(lines.size(), lineOf, positionOf).stream()
                .sorted(Comparator.comparingDouble(Place::position))
                .mapToInt(Place::line)
                .toArray();
        int[] expected = order.clone();
        Arrays.sort(expected);
        return new LineOrder(order.length, EditDistance.between(expected, order));
    }

    /** Where each three words in a row begin, counting from {@code start} in steps; {@link #SEVERAL} for a repetition. */
    private static void addPlaces(List<String> words, int start, int step, Map<List<String>, Integer> places) {
        for (int i = 0; i + WORDS <= words.size(); i++) {
            places.merge(words.subList(i, i + WORDS), start + i * step, (one, other) -> SEVERAL);
        }
    }

    /** Each line that is found, at the median of where its words are. */
    private static List<Place> places(
            int lines, Map<List<String>, Integer> lineOf, Map<List<String>, Integer> positionOf) {
        List<List<Integer>> positions = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            positions.add(new ArrayList<>());
        }
        lineOf.forEach((words, line) -> {
            int position = positionOf.getOrDefault(words, SEVERAL);
            if (line != SEVERAL && position != SEVERAL) {
                positions.get(line).add(position);
            }
        });
        List<Place> places = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            List<Integer> sorted = positions.get(line).stream().sorted().toList();
            if (!sorted.isEmpty()) {
                places.add(new Place(line, sorted.get(sorted.size() / 2)));
            }
        }
        return places;
    }
}
