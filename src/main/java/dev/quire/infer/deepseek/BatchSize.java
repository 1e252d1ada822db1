package dev.quire.infer.deepseek;

/**
 * How many pages are written at once: more as long as that makes more tokens a second, fewer for good where the device
 * has no memory for them. More that brought nothing is tried again, each time after twice as many calls: texts that began
 * together get longer together, and a host that still warms up is slow, so that one comparison may be wrong.
 */
final class BatchSize {

    private static final int CALLS = 8;
    private static final int FIRST_REST = 64;
    private static final double WORTHWHILE = 1.05;

    private int most;
    private int limit;
    private int best;
    private double bestRate;
    private int rest = FIRST_REST;
    private int resting;
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
        if (pages < limit - limit / 16) {
            return;
        }
        if (resting > 0) {
            resting--;
            return;
        }
        calls++;
        tokens += newTokens;
        nanos += callNanos;
        if (calls == CALLS) {
            compare((double) tokens / nanos);
            calls = 0;
            tokens = 0;
            nanos = 0;
        }
    }

    private void compare(double rate) {
        if (rate > bestRate * WORTHWHILE) {
            bestRate = rate;
            best = limit;
            limit = Math.min(most, limit + Math.max(1, limit / 2));
        } else if (limit > best) {
            limit = best;
            bestRate = 0;
            resting = rest;
            rest *= 2;
        }
    }

    /** So many pages were too many for the device's memory. */
    void tooMany(int pages) {
        most = Math.max(1, Math.min(most, pages * 3 / 4));
        limit = Math.min(limit, most);
        best = Math.min(best, most);
    }
}
