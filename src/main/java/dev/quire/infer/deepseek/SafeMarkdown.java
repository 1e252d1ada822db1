package dev.quire.infer.deepseek;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model wrote, so that showing it shows text and tables and does nothing else: no other HTML, no link, no
 * comment. Whatever would be one gets a space, which costs a formula nothing; an escape would.
 */
final class SafeMarkdown {

    /** A tag that may stay, the beginning of any other, or what makes a link of the text in brackets before it. */
    private static final Pattern ACTIVE = Pattern.compile(
            "<(/?(?:table|thead|tbody|tr|td|th|b|i|sub|sup|br))\\b([^<>]*)>|<(?=[a-z/!?]|\\z)|\\](?=[(\\[:])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SPAN =
            Pattern.compile("\\b(?:row|col)span=\"?[0-9]{1,2}\\b\"?", Pattern.CASE_INSENSITIVE);

    private SafeMarkdown() {}

    static String of(String markdown) {
        return ACTIVE.matcher(markdown).replaceAll(found -> Matcher.quoteReplacement(inert(found)));
    }

    private static String inert(MatchResult found) {
        if (found.group(1) == null) {
            return found.group() + ' ';
        }
        StringBuilder tag = new StringBuilder("<").append(found.group(1));
        SPAN.matcher(found.group(2)).results().forEach(span -> tag.append(' ').append(span.group()));
        return tag.append('>').toString();
    }
}
