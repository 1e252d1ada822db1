package dev.quire.layout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a list item begins with.
 *
 * @param sign a bullet or number as printed
 * @param markdown the same as Markdown writes it; a letter in brackets stays part of a text
 * @param rest of the item's text
 */
record Marker(String sign, String markdown, String rest) {

    private static final Pattern BULLET = Pattern.compile("([•◦▪■□●○→‣Þ*·–—-])\\s+(\\S.*)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,2}[.)])\\s+(\\S.*)");
    private static final Pattern OTHER =
            Pattern.compile("(\\(?[a-zA-Z0-9]{1,2}\\)|第.{1,4}[条章节]|[(（]?[一二三四五六七八九十\\d]{1,3}[)）、])\\s*(\\S.*)");

    boolean isBullet() {
        return markdown.equals("-");
    }

    static Optional<Marker> of(String text) {
        Matcher bullet = BULLET.matcher(text);
        if (bullet.matches()) {
            return Optional.of(new Marker(bullet.group(1), "-", bullet.group(2)));
        }
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return Optional.of(new Marker(number.group(1), number.group(1), number.group(2)));
        }
        Matcher other = OTHER.matcher(text);
        return other.matches()
                ? Optional.of(new Marker(other.group(1), "- " + other.group(1), other.group(2)))
                : Optional.empty();
    }
}
