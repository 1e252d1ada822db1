package dev.quire.infer.deepseek;

import java.util.BitSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model wrote, so that showing it shows text and tables and does nothing else: no other HTML, no link, no
 * comment. A {@code <} that would begin one is written as an entity, which reads the same in Markdown and in HTML. In
 * a formula and in code that would be seen: there it gets a space, which costs them nothing.
 */
final class SafeMarkdown {

    /** A tag that may stay, the beginning of any other, or what makes a link of the text in brackets before it. */
    private static final Pattern ACTIVE = Pattern.compile(
            "<(/?(?:table|thead|tbody|tr|td|th|b|i|sub|sup|br))\\b([^<>]*)>|<(?=[a-z/!?]|\\z)|\\](?=[(\\[:])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SPAN =
            Pattern.compile("\\b(?:row|col)span=\"?[0-9]{1,2}\\b\"?", Pattern.CASE_INSENSITIVE);

    /** Formulas and code, as far as anybody can tell: where that is wrong, a text has a space too many. */
    private static final Pattern LITERAL = Pattern.compile(
            "\\\\\\[.{1,2000}?\\\\\\]|\\\\\\(.{1,500}?\\\\\\)|\\$\\$.{1,2000}?\\$\\$|\\$(?=\\S)[^$\\n]{1,200}(?<=\\S)\\$"
                    + "|```.{1,2000}?```|`[^`\\n]{1,200}`",
            Pattern.DOTALL);

    private SafeMarkdown() {}

    static String of(String markdown) {
        BitSet literal = new BitSet();
        LITERAL.matcher(markdown).results().forEach(found -> literal.set(found.start(), found.end()));
        return ACTIVE.matcher(markdown)
                .replaceAll(found -> Matcher.quoteReplacement(inert(found, literal.get(found.start()))));
    }

    private static String inert(MatchResult found, boolean literal) {
        if (found.group(1) != null) {
            return allowed(found.group(1), found.group(2));
        }
        return found.group().equals("<") && !literal ? "&lt;" : found.group() + ' ';
    }

    private static String allowed(String name, String attributes) {
        StringBuilder tag = new StringBuilder("<").append(name);
        SPAN.matcher(attributes).results().forEach(span -> tag.append(' ').append(span.group()));
        return tag.append('>').toString();
    }
}
