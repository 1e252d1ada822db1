package dev.quire.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Globs over whole paths, separated by commas: {@code *} for any text, {@code ?}, {@code [a-z]}, {@code [!a]} and
 * <code>{a,b}</code>; a backslash before what is meant as it stands.
 */
final class Globs {

    private static final Pattern TOKEN = Pattern.compile("\\\\.|\\[.[^]]*]|.", Pattern.DOTALL);

    private Globs() {}

    /** One regular expression for all of them, empty for none. Throws IllegalArgumentException where a bracket is not closed. */
    static String regex(String globs) {
        if (globs.isBlank()) {
            return "";
        }
        String alternatives = TOKEN.matcher(globs.strip().replaceAll("\\s*,\\s*", ","))
                .replaceAll(token -> Matcher.quoteReplacement(part(token.group())));
        return Pattern.compile("^(?s:" + alternatives + ")$").pattern();
    }

    private static String part(String token) {
        return switch (token) {
            case "*" -> ".*";
            case "?" -> ".";
            case "," -> "|";
            case "{" -> "(?:";
            case "}" -> ")";
            case "[", "\\" -> throw new IllegalArgumentException(token);
            default -> token.length() > 1 && token.charAt(0) == '[' ? oneOf(token) : Pattern.quote(unescaped(token));
        };
    }

    private static String unescaped(String token) {
        return token.charAt(0) == '\\' ? token.substring(1) : token;
    }

    private static String oneOf(String token) {
        String negated = token.charAt(1) == '!' ? "^" : "";
        String characters = token.substring(1 + negated.length(), token.length() - 1);
        return "[" + negated + characters.replaceAll("[\\\\\\[^&]", "\\\\$0") + "]";
    }
}
