package dev.quire.infer;

/** Measures what a batch of pages costs its device, in milliseconds for each of them. */
interface CostMeter {

    /** Pages go in, on the thread that reads them; what comes back is to be given to {@link #leave}. */
    double enter(int pages);

    /** They come out: what each of them took. */
    double leave(int pages, double entered);
}
