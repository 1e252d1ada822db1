package dev.quire.infer.deepseek;

/** The tokens around a page's picture, and those that have a meaning of their own. */
final class PromptTokens {

    /** Visual tokens of the whole page with the separator behind them, and of a tile. */
    private static final int VIEW_TOKENS = 257;

    private static final int TILE_TOKENS = 144;

    private final long[] head;
    private final long[] tail;
    private final long end;
    private final long[] exempt;

    /**
     * @param end ends a text
     * @param exempt may be repeated however often
     */
    PromptTokens(long[] head, long[] tail, long end, long[] exempt) {
        this.head = head;
        this.tail = tail;
        this.end = end;
        this.exempt = exempt;
    }

    long[] head() {
        return head;
    }

    long[] tail() {
        return tail;
    }

    long end() {
        return end;
    }

    long[] exempt() {
        return exempt;
    }

    /** Tokens of the whole prompt of a page with so many tiles. */
    int length(int tiles) {
        return head.length + TILE_TOKENS * tiles + VIEW_TOKENS + tail.length;
    }
}
