package dev.quire.infer;

/**
 * Shares a device's time out to the pages that it reads at once: while there are n, each takes an n-th. The shares of all
 * pages add up to the time in which the device had any.
 */
final class DeviceTime implements CostMeter {

    private int pages;
    private double nanosOfEach;
    private long counted = System.nanoTime();

    @Override
    public synchronized double enter(int more) {
        count();
        pages += more;
        return nanosOfEach;
    }

    @Override
    public synchronized double leave(int fewer, double entered) {
        count();
        pages -= fewer;
        return (nanosOfEach - entered) / 1e6;
    }

    private void count() {
        long now = System.nanoTime();
        if (pages > 0) {
            nanosOfEach += (now - counted) / (double) pages;
        }
        counted = now;
    }
}
