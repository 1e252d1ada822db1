package dev.quire.infer.deepseek;

/**
 * No token may complete an n-gram which the last {@code window} tokens hold already. The rule keeps the model from
 * circling.
 *
 * @param window 0 forbids nothing
 */
record NgramRule(int ngram, int window) {

    NgramRule {
        if (ngram < 1 || window < 0) {
            throw new IllegalArgumentException("An n-gram of %s in %s tokens".formatted(ngram, window));
        }
    }
}
