package dev.quire.document;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Glyphs on one baseline, cut into lines at wide gaps and into words at narrow ones. Distances are in sizes of the font. */
final class GlyphRow {

    private static final float WORD_GAP = 0.15f;
    /** A space that other characters fill is none. */
    private static final float SPACE_GAP = 0.05f;

    /** Ideographs are set apart without a space being meant. */
    private static final float WIDE_WORD_GAP = 0.6f;

    private static final float LINE_GAP = 1;
    /** Fewer gaps than this do not tell how far letters are set apart. */
    private static final int FEW = 4;
    /** The same character drawn twice, a little beside itself, is bold. */
    private static final float TWICE = 0.12f;

    private static final float ASCENT = 0.75f;
    private static final float DESCENT = 0.22f;

    /** Accents that stand alone, and what combines with a letter instead. */
    private static final String ACCENTS = "`\u00b4^\u02c6~\u02dc\u00a8\u00b8\u00af\u02d8\u02d9\u02da\u02dd\u02c7\u02db";

    private static final String COMBINING =
            "\u0300\u0301\u0302\u0302\u0303\u0303\u0308\u0327\u0304\u0306\u0307\u030a\u030b\u030c\u0328";

    /** Numbers and Latin words, which no script turns around. */
    private static final Pattern RIGHTWARDS =
            Pattern.compile("[\\p{IsLatin}\\p{Nd}](?:[\\p{IsLatin}\\p{Nd}.,:/-]*[\\p{IsLatin}\\p{Nd}])?");

    private final List<Glyph> glyphs;

    /** @param glyphs in any order */
    GlyphRow(List<Glyph> glyphs) {
        List<Glyph> sorted = new ArrayList<>(glyphs);
        sorted.sort(Comparator.comparingDouble(Glyph::left));
        this.glyphs = composed(sorted);
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        float tracking = tracking();
        List<Glyph> line = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        int wordStart = 0;
        boolean space = false;
        for (Glyph glyph : glyphs) {
            if (glyph.isSpace()) {
                space |= !line.isEmpty();
                continue;
            }
            if (!line.isEmpty()) {
                Glyph last = line.get(line.size() - 1);
                float gap = gap(last, glyph) - tracking;
                if (gap > (space ? SPACE_GAP : wordGap(last, glyph))) {
                    words.add(word(line.subList(wordStart, line.size())));
                    wordStart = line.size();
                }
                if (gap > LINE_GAP) {
                    lines.add(line(line, words));
                    line.clear();
                    words.clear();
                    wordStart = 0;
                }
            }
            line.add(glyph);
            space = false;
        }
        if (!line.isEmpty()) {
            words.add(word(line.subList(wordStart, line.size())));
            lines.add(line(line, words));
        }
        return lines;
    }

    private static float gap(Glyph last, Glyph glyph) {
        return (glyph.left() - last.right()) / Math.max(last.size(), glyph.size());
    }

    /** How far letters are set apart throughout the row. */
    private float tracking() {
        double[] gaps = IntStream.range(1, glyphs.size())
                .filter(i -> !glyphs.get(i - 1).isSpace() && !glyphs.get(i).isSpace())
                .mapToDouble(i -> gap(glyphs.get(i - 1), glyphs.get(i)))
                .filter(gap -> gap < LINE_GAP)
                .sorted()
                .toArray();
        return gaps.length < FEW ? 0 : (float) Math.max(0, gaps[gaps.length / 2]);
    }

    private static float wordGap(Glyph last, Glyph glyph) {
        boolean wide =
                Character.isIdeographic(last.text().codePointBefore(last.text().length()))
                        || Character.isIdeographic(glyph.text().codePointAt(0));
        return wide ? WIDE_WORD_GAP : WORD_GAP;
    }

    private static Word word(List<Glyph> glyphs) {
        StringBuilder text = new StringBuilder();
        glyphs.forEach(glyph -> text.append(glyph.text()));
        return new Word(isLeftwards(text) ? reversed(text) : text.toString(), box(glyphs));
    }

    /** Back to front, but for the numbers and words in it that go the other way. */
    private static String reversed(StringBuilder text) {
        String backwards = text.reverse().toString();
        return RIGHTWARDS
                .matcher(backwards)
                .replaceAll(run -> new StringBuilder(run.group()).reverse().toString());
    }

    private static Line line(List<Glyph> glyphs, List<Word> words) {
        List<Word> inOrder = new ArrayList<>(words);
        long leftwards = words.stream().filter(word -> isLeftwards(word.text())).count();
        if (leftwards * 2 > words.size()) {
            Collections.reverse(inOrder);
            turnBack(inOrder);
        }
        return new Line(box(glyphs), inOrder, Float.NaN);
    }

    /** Words of a script that goes the other way follow each other that way, with the numbers after them. */
    private static void turnBack(List<Word> words) {
        for (int from = 0; from < words.size(); ) {
            int to = from;
            while (to < words.size() && !isLeftwards(words.get(to).text())) {
                to++;
            }
            int last = to;
            while (last > from && !hasLetter(words.get(last - 1).text())) {
                last--;
            }
            Collections.reverse(words.subList(from, last));
            from = to + 1;
        }
    }

    private static boolean hasLetter(String text) {
        return text.codePoints().anyMatch(Character::isLetter);
    }

    private static boolean isLeftwards(CharSequence text) {
        return text.codePoints().anyMatch(GlyphRow::isLeftwards);
    }

    private static Box box(List<Glyph> glyphs) {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        double[] sizes = new double[glyphs.size()];
        for (int i = 0; i < sizes.length; i++) {
            left = Math.min(left, glyphs.get(i).left());
            right = Math.max(right, glyphs.get(i).right());
            sizes[i] = glyphs.get(i).size();
        }
        java.util.Arrays.sort(sizes);
        float size = (float) sizes[sizes.length / 2];
        double[] baselines = glyphs.stream()
                .filter(glyph -> glyph.size() >= size)
                .mapToDouble(Glyph::baseline)
                .sorted()
                .toArray();
        float baseline = (float) baselines[baselines.length / 2];
        return new Box(left, baseline - ASCENT * size, right, baseline + DESCENT * size);
    }

    private static boolean isLeftwards(int character) {
        byte direction = Character.getDirectionality(character);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Without characters that are drawn twice, and accents put onto their letters. */
    private static List<Glyph> composed(List<Glyph> sorted) {
        List<Glyph> composed = new ArrayList<>(sorted.size());
        for (Glyph glyph : sorted) {
            Glyph last = composed.isEmpty() ? glyph : composed.get(composed.size() - 1);
            if (composed.isEmpty() || !overlap(last, glyph)) {
                composed.add(glyph);
            } else if (isAccent(glyph) || isAccent(last)) {
                composed.set(composed.size() - 1, accented(last, glyph));
            } else if (!isTwice(last, glyph)) {
                composed.add(glyph);
            }
        }
        return composed;
    }

    private static boolean isTwice(Glyph last, Glyph glyph) {
        return last.text().equals(glyph.text()) && glyph.left() - last.left() < TWICE * glyph.size();
    }

    private static boolean overlap(Glyph last, Glyph glyph) {
        float shared = Math.min(last.right(), glyph.right()) - glyph.left();
        return shared > Math.min(last.width(), glyph.width()) / 2;
    }

    private static boolean isAccent(Glyph glyph) {
        return glyph.text().length() == 1 && ACCENTS.contains(glyph.text());
    }

    private static Glyph accented(Glyph last, Glyph glyph) {
        Glyph accent = isAccent(glyph) ? glyph : last;
        Glyph letter = isAccent(glyph) ? last : glyph;
        char combining = COMBINING.charAt(ACCENTS.indexOf(accent.text()));
        String text = Normalizer.normalize(letter.text() + combining, Normalizer.Form.NFC);
        return letter.isSpace() || text.length() > letter.text().length() ? letter : letter.with(text);
    }
}
