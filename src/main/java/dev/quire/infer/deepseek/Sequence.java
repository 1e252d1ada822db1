package dev.quire.infer.deepseek;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of one page while it is being written: its tokens, and the cache blocks that hold it. */
final class Sequence {

    private final int promptLength;
    private final List<Integer> blocks = new ArrayList<>();
    private NgramRule rule;
    private long[] tokens = new long[256];
    private int length;

    Sequence(int promptLength, NgramRule rule) {
        this.promptLength = promptLength;
        this.rule = rule;
    }

    NgramRule rule() {
        return rule;
    }

    /** In the order of the page; {@link BlockPool} adds and takes away. */
    List<Integer> blocks() {
        return blocks;
    }

    int promptLength() {
        return promptLength;
    }

    /** Tokens written so far. */
    int length() {
        return length;
    }

    long token(int index) {
        return tokens[index];
    }

    long[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    /** Where the newest token stands in the page, the prompt included. */
    int position() {
        return promptLength + length - 1;
    }

    void append(long token) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
        }
        tokens[length++] = token;
    }

    /** Begins again after the first token, which follows from the prompt alone. */
    void restart(NgramRule otherRule) {
        rule = otherRule;
        length = 1;
    }

    /** The newest tokens, ending at {@code end} of the array; what they do not fill is left alone. */
    void copyNewest(long[] target, int end, int most) {
        int count = Math.min(length, most);
        System.arraycopy(tokens, length - count, target, end - count, count);
    }
}
