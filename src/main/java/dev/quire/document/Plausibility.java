package dev.quire.document;

import java.nio.charset.Charset;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether words can be words, in any language and without a dictionary.
 *
 * @param letters in words of at least three
 * @param odd of them, in words that no language has
 * @param ideographs Chinese, or Japanese or Korean ones
 * @param rare of them, outside of the few thousand that daily use knows
 */
record Plausibility(int letters, int odd, int ideographs, int rare) {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 30;
    private static final int FEWEST = 30;
    private static final double MOST_ODD = 0.15;
    private static final double MOST_RARE = 0.2;

    private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
    private static final Pattern DIGIT_AMONG_LETTERS = Pattern.compile("\\p{Ll}\\p{N}+\\p{Ll}{2}");
    /** Not what joins or separates parts of words, names and addresses. */
    private static final Pattern SIGN_AMONG_LETTERS =
            Pattern.compile("\\p{Ll}[^\\p{L}\\p{N}\\p{M}'’‘\"“”\\-‐‑–—./\\\\&@_:,;()\\[\\]{}<>+*=|·#?!%~…]\\p{Ll}");

    /** A vowel sign, say, that lost its letter: signs are stored as they are printed, not as they are read. */
    private static final Pattern MARK_WITHOUT_LETTER = Pattern.compile("^[^\\p{L}\\p{N}\\p{M}]*\\p{M}.*");

    private static final Pattern NO_VOWEL = Pattern.compile("[b-df-hj-np-tv-xz]{6,}");
    private static final Pattern TWO_SCRIPTS =
            Pattern.compile("(?=.*\\p{IsLatin})(?=.*[\\p{IsCyrillic}\\p{IsArabic}\\p{IsHangul}]).*");

    /** First bytes of the characters of daily use in the national sets, which have them in front. */
    private enum Daily {
        SIMPLIFIED("GB2312", 0xb0, 0xd7),
        TRADITIONAL("Big5", 0xa4, 0xc6),
        JAPANESE("EUC-JP", 0xb0, 0xcf),
        KOREAN("EUC-KR", 0xca, 0xfd);

        private final Charset charset;
        private final int first;
        private final int last;

        Daily(String charset, int first, int last) {
            this.charset = Charset.forName(charset);
            this.first = first;
            this.last = last;
        }

        boolean has(int character) {
            byte[] bytes = Character.toString(character).getBytes(charset);
            return bytes.length == 2 && (bytes[0] & 0xff) >= first && (bytes[0] & 0xff) <= last;
        }
    }

    static Plausibility of(List<String> words) {
        int letters = 0;
        int odd = 0;
        for (String word : words) {
            int length = (int) word.codePoints().filter(Plausibility::isLetter).count();
            if (length >= SHORTEST) {
                letters += length;
                odd += isOdd(word, length) ? length : 0;
            }
        }
        List<Integer> ideographs = words.stream()
                .flatMap(word ->
                        word.codePoints().filter(Character::isIdeographic).boxed())
                .toList();
        long rare = Stream.of(Daily.values())
                .mapToLong(set -> ideographs.stream()
                        .filter(((IntPredicate) set::has).negate()::test)
                        .count())
                .min()
                .orElse(0);
        return new Plausibility(letters, odd, ideographs.size(), (int) rare);
    }

    /** Few letters prove nothing. */
    boolean isDoubtful() {
        return (letters >= FEWEST && odd > MOST_ODD * letters)
                || (ideographs >= FEWEST && rare > MOST_RARE * ideographs);
    }

    private static boolean isLetter(int character) {
        return Character.isLetter(character) && !Character.isIdeographic(character);
    }

    private static boolean isOdd(String word, int letters) {
        String bare = EDGES.matcher(word).replaceAll("");
        boolean plain = bare.length() == letters;
        return (plain && letters > LONGEST)
                || DIGIT_AMONG_LETTERS.matcher(bare).find()
                || SIGN_AMONG_LETTERS.matcher(bare).find()
                || (plain && NO_VOWEL.matcher(bare).find())
                || TWO_SCRIPTS.matcher(bare).matches()
                || MARK_WITHOUT_LETTER.matcher(word).matches();
    }
}
