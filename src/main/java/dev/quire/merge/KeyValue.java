package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of a form: what it asks for and what is filled in. */
record KeyValue(String key, String value) {

    private static final Pattern ENTRY =
            Pattern.compile("(\\p{L}[\\p{L}\\p{N} .,/()'’&#-]{0,39}?)\\s?([:：])\\s*(\\S.{0,119})");
    private static final Pattern SENTENCE = Pattern.compile(".*[.;。；]$|.*\\p{Ll}[.] \\p{Lu}.*");

    static boolean isOne(Part part) {
        return of(part).isPresent();
    }

    /** A short line with a colon near its beginning. */
    static Optional<KeyValue> of(Part part) {
        if (!part.is(Kind.PARAGRAPH)) {
            return Optional.empty();
        }
        Matcher entry = ENTRY.matcher(part.markdown());
        boolean matches = entry.matches() && !SENTENCE.matcher(entry.group(3)).matches();
        return matches ? Optional.of(new KeyValue(entry.group(1) + entry.group(2), entry.group(3))) : Optional.empty();
    }

    String markdown() {
        return "- **%s** %s".formatted(key, value);
    }
}
