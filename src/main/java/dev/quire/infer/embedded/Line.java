package dev.quire.infer.embedded;

import dev.quire.document.Box;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of text that was read, or the part of one up to a wide gap.
 *
 * @param confidence mean over its characters, 0 to 1
 */
record Line(Box box, List<Word> words, float confidence) {

    Line {
        words = List.copyOf(words);
    }

    String text() {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
