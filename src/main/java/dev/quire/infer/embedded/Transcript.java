package dev.quire.infer.embedded;

import dev.quire.document.Box;
import dev.quire.document.Line;
import dev.quire.document.Word;
import java.util.ArrayList;
import java.util.List;

/** Turns the recognizer's answer for each column of a crop into words: repeats are one character, blanks none. */
final class Transcript {

    /** Columns of the answer, for a character that stands alone. */
    private static final float HALF_CHARACTER = 1.5f;

    private final Charset charset;
    private final LineCrop crop;
    private final Box strip;
    private final float stride;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int wordStart;
    private int wordEnd;
    private float confidences;
    private int characters;

    /** @param stride pixels of the crop for one column of the answer */
    Transcript(Charset charset, LineCrop crop, Box strip, float stride) {
        this.charset = charset;
        this.crop = crop;
        this.strip = strip;
        this.stride = stride;
    }

    /** Reads the columns {@code [from, to)} of the answer. */
    Line line(ClassMap map, int from, int to) {
        int last = Charset.BLANK;
        for (int column = from; column < to; column++) {
            int current = map.ofClass(column);
            if (current != Charset.BLANK && current != last) {
                confidences += map.confidence(column);
                characters++;
                add(charset.character(current), column - from);
            }
            last = current;
        }
        endWord();
        return new Line(box(), words, characters == 0 ? 0 : confidences / characters);
    }

    /** From the first word to the last: the detector's strip often reaches into the white between two columns. */
    private Box box() {
        if (words.isEmpty()) {
            return strip;
        }
        float left = words.get(0).box().left();
        return new Box(left, strip.top(), words.get(words.size() - 1).box().right(), strip.bottom());
    }

    private void add(String character, int column) {
        if (character.equals(" ")) {
            endWord();
            return;
        }
        if (word.isEmpty()) {
            wordStart = column;
        }
        word.append(character);
        wordEnd = column + 1;
    }

    private void endWord() {
        if (!word.isEmpty()) {
            // The network answers near the middle of each character, so half a character is missing at either end
            float half = word.length() > 1 ? (wordEnd - wordStart - 1) / (2f * (word.length() - 1)) : HALF_CHARACTER;
            float left = Math.max(onSheet(wordStart + 0.5f - half), Math.min(strip.left(), onSheet(wordStart)));
            float right = Math.min(onSheet(wordEnd - 0.5f + half), Math.max(strip.right(), onSheet(wordEnd)));
            words.add(new Word(word.toString(), new Box(left, strip.top(), right, strip.bottom())));
            word.setLength(0);
        }
    }

    private float onSheet(float column) {
        return crop.left() + column * stride / crop.scale();
    }
}
