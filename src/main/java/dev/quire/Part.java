package dev.quire;

import dev.quire.infer.Recognition;
import dev.quire.plan.PagePlan;
import dev.quire.plan.ScannedDocument;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;

/**
 * Documents of a run that are read and merged together, on the thread that began the part. Parts of two lanes go on side
 * by side, so that each has names of its own for what it writes.
 *
 * @param number from 0, in the order in which parts begin
 */
record Part(Run run, Lane lane, int number) {

    /** What became of a part: its plan, and the documents whose landed pages are not the pages that they have. */
    record Outcome(Planned planned, long unbalanced) {}

    /** Names what follows, in the Spark UI and, for the backlog, in the terminal. */
    void step(String name) {
        if (lane == Lane.BACKLOG) {
            run.step(name);
        } else {
            run.describe(lane.name().toLowerCase(Locale.ROOT) + " " + name);
        }
    }

    /** Shows the pages as they are read, unless the part goes on beside another. */
    void reading(List<PagePlan.Wave> waves, Recognition recognition) {
        if (lane != Lane.LATE) {
            long pages = waves.stream().mapToLong(PagePlan.Wave::rows).sum();
            run.progress().pages(pages, recognition.done()::value, recognition.failed()::value);
        }
    }

    JavaRDD<ScannedDocument> stage(JavaRDD<ScannedDocument> scanned) {
        return run.stage(scanned, "scan-" + number);
    }

    /**
     * The name under which Delta remembers this part's commits. Another start of a job is another run; and a writer's
     * commits have to ascend, which two parts that share it would not keep.
     */
    String writer() {
        return "quire/%s/%d".formatted(run.id(), number);
    }
}
