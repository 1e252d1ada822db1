package dev.quire.merge;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short line at the top or the foot of a page, which may come again on others.
 *
 * @param level its distance from the top, as a share of the page's height; NaN where it is not known
 * @param shape its letters, and {@code #} for each number
 * @param numbers in turn
 */
record EdgeLine(Part part, boolean top, float level, String shape, List<Integer> numbers) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");
    private static final Pattern ROMAN =
            Pattern.compile("(?=.)(x{0,3})(ix|iv|v?i{0,3})|xl|xlv?i{0,3}|[lc]x{0,3}(ix|iv|v?i{0,3})");
    /** Lines of one place differ in height by this much, as a share of the page's. */
    private static final float SAME_LEVEL = 0.012f;

    private static final double SIMILAR = 0.8;
    private static final Pattern SENTENCE = Pattern.compile("[.,:;!?。；：，]$");

    static EdgeLine of(Part part, boolean top, float level) {
        String text = Normalizer.normalize(part.text(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(text.strip().split("[\\s|·•—–-]+")));
        words.removeIf(String::isEmpty);
        for (int outer : words.isEmpty() ? new int[0] : new int[] {0, words.size() - 1}) {
            if (ROMAN.matcher(words.get(outer)).matches()) {
                words.set(outer, Integer.toString(roman(words.get(outer))));
            }
        }
        List<Integer> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(String.join(" ", words));
        while (number.find()) {
            numbers.add(Integer.parseInt(number.group()));
        }
        String shape = number.replaceAll("#").replaceAll("[^\\p{L}#]+", "");
        return new EdgeLine(part, top, level, shape, List.copyOf(numbers));
    }

    int page() {
        return part.page();
    }

    /** A number and nothing else to speak of. */
    boolean isNumber() {
        return shape.equals("#");
    }

    String letters() {
        return shape.replace("#", "");
    }

    /** Whether both stand in the same place of their pages. */
    boolean isLevelWith(EdgeLine other) {
        return top == other.top
                && (Float.isNaN(level) || Float.isNaN(other.level) || Math.abs(level - other.level) < SAME_LEVEL);
    }

    boolean resembles(EdgeLine other) {
        return Similarity.of(shape, other.shape) >= SIMILAR;
    }

    /** Whether this is the other line again: the same words; numbers stay or count pages. */
    boolean repeats(EdgeLine other) {
        if (numbers.size() != other.numbers.size() || !isLevelWith(other) || !resembles(other)) {
            return false;
        }
        for (int i = 0; i < numbers.size(); i++) {
            boolean stays = numbers.get(i).equals(other.numbers.get(i)) && !isNumber();
            if (!stays && !counts(i, other, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether both begin or end with the number of their page, whatever else they say, as titles of chapters. */
    boolean countsFrom(EdgeLine other) {
        if (numbers.isEmpty() || other.numbers.isEmpty() || !isLevelWith(other) || isSentence() || other.isSentence()) {
            return false;
        }
        return counted(other).isPresent();
    }

    /** The number that counts the pages from the other line to this one: in the same place of both, or at either end. */
    OptionalInt counted(EdgeLine other) {
        for (int i = 0; i < numbers.size(); i++) {
            boolean outer = (i == 0 && shape.startsWith("#")) || (i == last() && shape.endsWith("#"));
            boolean same = shape.equals(other.shape) && counts(i, other, i);
            boolean begins = outer && other.shape.startsWith("#") && counts(i, other, 0);
            boolean ends = outer && other.shape.endsWith("#") && counts(i, other, other.last());
            if (same || begins || ends) {
                return OptionalInt.of(numbers.get(i));
            }
        }
        return OptionalInt.empty();
    }

    /** A footnote may begin with a number that counts, too. */
    private boolean isSentence() {
        return !isNumber() && SENTENCE.matcher(part.markdown()).find();
    }

    private boolean counts(int number, EdgeLine other, int otherNumber) {
        return numbers.get(number) - other.numbers.get(otherNumber) == page() - other.page();
    }

    private int last() {
        return numbers.size() - 1;
    }

    private static int roman(String text) {
        int value = 0;
        int before = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = switch (text.charAt(i)) {
                case 'i' -> 1;
                case 'v' -> 5;
                case 'x' -> 10;
                case 'l' -> 50;
                default -> 100;
            };
            value += digit < before ? -digit : digit;
            before = Math.max(before, digit);
        }
        return value;
    }
}
