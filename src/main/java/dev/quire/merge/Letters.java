package dev.quire.merge;

/** What of a text does not depend on markup, spacing and case. */
final class Letters {

    private Letters() {}

    /** Letters and digits in lower case, and nothing else. */
    static String of(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }

    static int count(String text) {
        return (int) text.codePoints().filter(Character::isLetterOrDigit).count();
    }
}
