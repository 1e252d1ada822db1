package dev.quire.infer;

import dev.quire.document.CoreTime;

/**
 * For engines that compute on the thread that calls them: what that thread has worked. The clock would count the
 * neighbours of a busy machine in.
 */
record CoreMeter() implements CostMeter {

    @Override
    public double enter(int pages) {
        return CoreTime.nanos();
    }

    @Override
    public double leave(int pages, double entered) {
        return (CoreTime.nanos() - entered) / 1e6 / pages;
    }
}
