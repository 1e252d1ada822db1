package dev.quire.observe;

import java.util.regex.Pattern;

/** Text from files as a terminal may show it: what would move its cursor, colour it or turn it around is not passed on. */
public final class Printable {

    /** Control characters but line feed and tab, and the marks that turn the direction of writing. */
    private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069]");

    private Printable() {}

    /** With a replacement character for each of them. */
    public static String of(String text) {
        return COMMANDS.matcher(text).replaceAll("\ufffd");
    }
}
