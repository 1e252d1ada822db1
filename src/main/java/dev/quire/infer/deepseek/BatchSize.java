package dev.quire.infer.deepseek;

/**
 * How many pages are written at once: more as long as that makes more tokens a second, fewer for good where the device
 * has no memory for them.
 */
final class BatchSize {

    private static final int CALLS = 8;
    private static final double WORTHWHILE = 1.05;

    private int most;
    private int limit;
    private int best;
    private double bestRate;
    private boolean growing = true;
    private int calls;
    private long tokens;
    private long nanos;

    BatchSize(int first, int most) {
        this.most = most;
        this.limit = Math.min(first, most);
        this.best = limit;
    }

    int limit() {
        return limit;
    }

    /** What a call brought; only batches that are nearly full tell anything about their size. */
    void measured(int pages, long newTokens, long callNanos) {
        if (!growing || pages < limit - limit / 16) {
            return;
        }
        calls++;
        tokens += newTokens;
        nanos += callNanos;
        if (calls < CALLS) {
            return;
        }
        double rate = (double) tokens / nanos;
        if (rate > bestRate * WORTHWHILE) {
            bestRate = rate;
            best = limit;
            limit = Math.min(most, limit + Math.max(1, limit / 2));
            growing = limit > best;
        } else {
            limit = best;
            growing = false;
        }
        calls = 0;
        tokens = 0;
        nanos = 0;
    }

    /** So many pages were too many for the device's memory. */
    void tooMany(int pages) {
        most = Math.max(1, Math.min(most, pages * 3 / 4));
        limit = Math.min(limit, most);
        best = Math.min(best, most);
    }
}
