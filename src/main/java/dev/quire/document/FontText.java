package dev.quire.document;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.cmap.CMap;
import org.apache.fontbox.cmap.CMapParser;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDSimpleFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.jspecify.annotations.Nullable;

/** What the codes of a font mean, as far as its file tells. */
final class FontText {

    private static final char REPLACEMENT = '\ufffd';
    private static final char SOFT_HYPHEN = '\u00ad';
    /** Where symbol fonts have their bullets, in Unicode's private area. */
    private static final String PRIVATE_BULLETS = "\uf0b7\uf0a7\uf0d8\uf06c\uf06e\uf0a8\uf02d";

    /** Small capitals and figures of two kinds share a meaning; so many codes do not. */
    private static final int AMBIGUOUS = 3;

    private final PDFont font;
    private final float height;
    private final Map<Integer, Code> codes = new HashMap<>();
    private @Nullable CMap map;
    private boolean mapLoaded;

    private enum Meaning {
        TEXT,
        GUESSED,
        NONE
    }

    /** What one code means, and how often it was shown. */
    private static final class Code {

        private final String text;
        private final Meaning meaning;
        private final float width;
        private int shown;

        Code(String text, Meaning meaning, float width) {
            this.text = text;
            this.meaning = meaning;
            this.width = width;
        }
    }

    FontText(PDFont font) {
        this.font = font;
        this.height = height(font);
    }

    /** Of its letters, in units of the font's size. */
    float height() {
        return height;
    }

    /** The text of a code that is being shown; empty where nothing tells. */
    String show(int code) {
        Code found = codes.computeIfAbsent(code, this::lookUp);
        found.shown++;
        return found.text;
    }

    /** How many characters were shown. */
    int shown() {
        return codes.values().stream().mapToInt(code -> code.shown).sum();
    }

    /** How many characters were shown, if they stand one below the other. */
    int vertical() {
        return font.isVertical() ? shown() : 0;
    }

    /** How many characters were shown that the file gives no meaning, or none that can be one. */
    int unknown() {
        return shown(Meaning.NONE);
    }

    /** How many characters were shown whose codes are letters, but neither the file nor their widths say that they are. */
    int guessed() {
        int guessed = shown(Meaning.GUESSED);
        return guessed > 0 && widths().areFitting() ? 0 : guessed;
    }

    /** How many characters were shown, if they are not as wide as what they are said to be. */
    int shuffled() {
        return widths().areShuffled() ? shown() : 0;
    }

    private LetterWidths widths() {
        LetterWidths widths = new LetterWidths();
        codes.values().forEach(code -> widths.add(code.text, code.width, code.shown));
        return widths;
    }

    /** How many characters were shown that mean the same as at least two others of the font. */
    int ambiguous() {
        Map<String, List<Code>> byText =
                codes.values().stream().filter(code -> !code.text.isBlank()).collect(groupingBy(code -> code.text));
        return byText.values().stream()
                .filter(same -> same.size() >= AMBIGUOUS)
                .flatMap(List::stream)
                .mapToInt(code -> code.shown)
                .sum();
    }

    private int shown(Meaning meaning) {
        return codes.values().stream()
                .filter(code -> code.meaning == meaning)
                .mapToInt(code -> code.shown)
                .sum();
    }

    private Code lookUp(int code) {
        String text = font.toUnicode(code);
        float width = width(code);
        if (text == null) {
            String letter = font instanceof PDSimpleFont ? clean(Character.toString(code)) : "";
            return new Code(letter, letter.isEmpty() ? Meaning.NONE : Meaning.GUESSED, width);
        }
        String clean = clean(text);
        return new Code(clean, clean.isEmpty() || isMadeUp(code, text) ? Meaning.NONE : Meaning.TEXT, width);
    }

    private float width(int code) {
        try {
            return font.getWidth(code);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether PDFBox took a code for its own meaning, since the font's map leaves it out. */
    private boolean isMadeUp(int code, String text) {
        return !(font instanceof PDSimpleFont)
                && text.equals(Character.toString((char) code))
                && font.getCOSObject().getDictionaryObject(COSName.TO_UNICODE) instanceof COSStream
                && !isMapped(code);
    }

    private boolean isMapped(int code) {
        if (!mapLoaded) {
            mapLoaded = true;
            map = load();
        }
        return map != null && map.toUnicode(code) != null;
    }

    private @Nullable CMap load() {
        if (!(font.getCOSObject().getDictionaryObject(COSName.TO_UNICODE) instanceof COSStream stream)) {
            return null;
        }
        try (RandomAccessRead content = stream.createView()) {
            return new CMapParser().parse(content);
        } catch (IOException e) {
            // A map that cannot be read maps nothing
            return null;
        }
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (PRIVATE_BULLETS.indexOf(character) >= 0) {
                clean.append('•');
            } else if (character == SOFT_HYPHEN) {
                clean.append('-');
            } else if (Character.isSpaceChar(character) || Character.isWhitespace(character)) {
                clean.append(' ');
            } else if (isCharacter(character)) {
                clean.appendCodePoint(character);
            }
        });
        boolean form = clean.chars().anyMatch(c -> (c >= 0xfb00 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc));
        return form ? Normalizer.normalize(clean, Normalizer.Form.NFKC) : clean.toString();
    }

    private static boolean isCharacter(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> character != REPLACEMENT;
        };
    }

    /** A Type 3 font measures its glyphs in units of its own. */
    private static float height(PDFont font) {
        if (!(font instanceof PDType3Font type3)) {
            return 1;
        }
        float box = type3.getFontBBox() == null ? 0 : type3.getFontBBox().getHeight();
        float height = Math.abs(box * type3.getFontMatrix().getScalingFactorY());
        return height > 0 ? height : 1;
    }
}
