package dev.quire.infer;

import dev.quire.infer.PagesInFlight.Begin;
import dev.quire.infer.PagesInFlight.Done;
import dev.quire.infer.PagesInFlight.End;
import dev.quire.infer.PagesInFlight.Page;
import dev.quire.infer.PagesInFlight.Seen;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/**
 * What this executor tells the driver of the pages that it reads. It tells nothing where both are one process, or where
 * Spark was started without the plugin.
 */
final class DriverLink {

    private static final int EXIT_CODE = 70;
    private static final Set<Page> HUNG = ConcurrentHashMap.newKeySet();

    private static volatile @Nullable PluginContext driver;
    private static volatile boolean told;

    private DriverLink() {}

    static void open(PluginContext context) {
        driver = context;
    }

    /** What each of the pages has seen. Waits for the answer: the page may kill this process at once. */
    @SuppressWarnings("unchecked") // What InFlightPlugin answers
    static List<Seen> begin(List<Page> done, List<Page> pages, boolean suspects) throws InterruptedException {
        PluginContext context = driver;
        if (context == null) {
            return Collections.nCopies(pages.size(), Seen.NOTHING);
        }
        HUNG.removeAll(done);
        Object answer = ask(context, new Begin(context.executorID(), done, pages, suspects));
        return ((List<Map.Entry<Integer, Boolean>>) answer)
                .stream().map(Seen::of).toList();
    }

    static void done(List<Page> pages) {
        PluginContext context = driver;
        if (context != null && !pages.isEmpty()) {
            HUNG.removeAll(pages);
            try {
                context.send(new Done(context.executorID(), pages));
            } catch (IOException e) {
                throw new IllegalStateException("The driver cannot be told which pages are done", e);
            }
        }
    }

    /** The page ran past its time limit: it is a cause where this process has to end, until its task is done with it. */
    static void hung(Page page) {
        HUNG.add(page);
    }

    /** Ends this process, whose cores or memory hang in native code for good, and lets Spark start another. */
    static void endProcess(int stuckThreads) throws InterruptedException {
        PluginContext context = driver;
        if (context == null) {
            if (!told) {
                told = true;
                System.err.printf(
                        "quire: %d threads hang in native code. The driver is the only executor, so they stay: start the run"
                                + " again if it gets slow.%n",
                        stuckThreads);
            }
            return;
        }
        System.err.printf(
                "quire: %d threads hang in native code (spark.quire.limit.stuck-threads). This executor ends itself, and the"
                        + " cluster starts another.%n",
                stuckThreads);
        ask(context, new End(context.executorID(), List.copyOf(HUNG)));
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static Object ask(PluginContext context, PagesInFlight.Message message) throws InterruptedException {
        try {
            return context.ask(message);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The driver does not answer", e);
        }
    }
}
