package dev.quire.infer;

/** How long an engine has had any pages. */
final class FedTime {

    private int pages;
    private long nanos;
    private long counted = System.nanoTime();

    synchronized void enter(int more) {
        count();
        pages += more;
    }

    synchronized void leave(int fewer) {
        count();
        pages -= fewer;
    }

    synchronized long nanos() {
        count();
        return nanos;
    }

    private void count() {
        long now = System.nanoTime();
        nanos += pages > 0 ? now - counted : 0;
        counted = now;
    }
}
