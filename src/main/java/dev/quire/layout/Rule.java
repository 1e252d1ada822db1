package dev.quire.layout;

/**
 * A straight line drawn across a page or down it.
 *
 * @param horizontal across the page
 * @param at from the top where it is horizontal, from the left where it is not
 * @param from where it begins, along itself
 * @param to where it ends
 */
public record Rule(boolean horizontal, float at, float from, float to) {

    public Rule scaled(float factor) {
        return new Rule(horizontal, at * factor, from * factor, to * factor);
    }

    /** Whether this rule and one of the other direction meet, give or take a little. */
    boolean meets(Rule other, float tolerance) {
        return horizontal != other.horizontal
                && other.at >= from - tolerance
                && other.at <= to + tolerance
                && at >= other.from - tolerance
                && at <= other.to + tolerance;
    }

    /** Whether it is drawn along most of a stretch at this place. */
    boolean covers(float place, float begin, float end, float tolerance) {
        return Math.abs(at - place) <= tolerance && Math.min(to, end) - Math.max(from, begin) > (end - begin) / 2;
    }
}
