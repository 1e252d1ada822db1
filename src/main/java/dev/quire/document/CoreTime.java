package dev.quire.document;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Time of a core that a thread has taken: its own, and that of the threads that its calls on documents ran on. Unlike the
 * clock it does not count waiting, so a page costs the same beside others as alone.
 */
public final class CoreTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final ThreadLocal<Long> OF_OTHERS = ThreadLocal.withInitial(() -> 0L);

    private CoreTime() {}

    /** Of this thread so far, in nanoseconds. */
    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime() + OF_OTHERS.get();
    }

    /** Of this thread since it asked for {@link #nanos}. */
    public static double millisSince(long nanos) {
        return (nanos() - nanos) / 1e6;
    }

    /** Another thread has worked for this one. */
    static void add(long nanos) {
        OF_OTHERS.set(OF_OTHERS.get() + nanos);
    }
}
