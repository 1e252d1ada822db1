package dev.quire.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of text that was read, or the part of one up to a wide gap.
 *
 * @param confidence mean over its characters, 0 to 1, or NaN where nothing tells
 */
public record Line(Box box, List<Word> words, float confidence) {

    public Line {
        words = List.copyOf(words);
    }

    /** A gap between words this wide, in heights of the line, may be white between columns that the detector missed. */
    private static final float WIDE_GAP = 1.05f;

    private static final float COLUMN_GAP = 0.6f;

    public String text() {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    /** Mean over the characters of several lines; 0 where nothing was read. */
    public static float confidence(List<Line> lines) {
        double sum = 0;
        int characters = 0;
        for (Line line : lines) {
            int length = line.text().length();
            sum += line.confidence() * length;
            characters += length;
        }
        return characters == 0 ? 0 : (float) (sum / characters);
    }

    /** The parts between wide gaps. */
    public List<Line> parts() {
        List<Line> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= words.size(); i++) {
            if (i == words.size() || gap(i) > WIDE_GAP * box.height()) {
                parts.add(from == 0 && i == words.size() ? this : part(from, i));
                from = i;
            }
        }
        return parts;
    }

    /** Cuts where its widest gap lies at {@code x}; the whole line where it does not. */
    public List<Line> cutAt(float x, float tolerance) {
        int widest = 0;
        for (int i = 1; i < words.size(); i++) {
            widest = widest == 0 || gap(i) > gap(widest) ? i : widest;
        }
        if (widest == 0
                || words.get(widest - 1).box().right() > x + tolerance
                || words.get(widest).box().left() < x - tolerance
                || gap(widest) < COLUMN_GAP * box.height()) {
            return List.of(this);
        }
        return List.of(part(0, widest), part(widest, words.size()));
    }

    private float gap(int word) {
        return words.get(word).box().left() - words.get(word - 1).box().right();
    }

    private Line part(int from, int to) {
        float left = from == 0 ? box.left() : words.get(from).box().left();
        float right = to == words.size() ? box.right() : words.get(to - 1).box().right();
        Box part = new Box(Math.min(left, right), box.top(), Math.max(left, right), box.bottom());
        return new Line(part, words.subList(from, to), confidence);
    }
}
