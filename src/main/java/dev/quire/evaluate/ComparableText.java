package dev.quire.evaluate;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text without what two faithful readings of one page may write differently: compatibility forms (Unicode NFKC: full-width
 * letters, ligatures), invisible characters, line breaks and runs of white space, a word cut at the end of a line, and
 * spaces beside Chinese and Japanese characters, which are set there for looks. Case, punctuation and quotes stay.
 */
final class ComparableText {

    private static final String HAN = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern CUT_WORD = Pattern.compile("(?<=\\p{Ll})-[ \\t]*\\R\\s*(?=\\p{Ll})");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern SPACE_BESIDE_HAN =
            Pattern.compile("(?<=[%1$s\\u3000-\\u303f]) | (?=[%1$s\\u3000-\\u303f])".formatted(HAN));
    private static final Pattern WORD = Pattern.compile("[%1$s]|[\\p{L}\\p{M}\\p{N}&&[^%1$s]]+".formatted(HAN));

    private ComparableText() {}

    static String of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String visible = INVISIBLE.matcher(composed).replaceAll("");
        String whole = CUT_WORD.matcher(visible).replaceAll("");
        String spaced = SPACE.matcher(whole).replaceAll(" ").strip();
        return SPACE_BESIDE_HAN.matcher(spaced).replaceAll("");
    }

    /** Runs of letters and digits; each Chinese or Japanese character for itself. */
    static List<String> words(String comparable) {
        return WORD.matcher(comparable).results().map(MatchResult::group).toList();
    }
}
