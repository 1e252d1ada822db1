package dev.quire;

import dev.quire.infer.Recognition;
import dev.quire.plan.Fragment;
import dev.quire.plan.LostPage;
import dev.quire.plan.PagePlan;
import dev.quire.table.PageWriter;
import dev.quire.table.Tables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads once more, when all other pages of a part have landed, those that it lost for a reason that may have passed: each in
 * a task of its own, so that one that ends its executor costs no other.
 */
record Repair(Run run, Part part, Tables tables, PageWriter writer, Recognition recognition) {

    /** More than so many lost pages have a common cause, and the next run reads them. */
    private static final int MOST_PAGES = 10_000;

    /** What is read together: beside a suspect, which may end its executor, nothing that is none. */
    private record Kind(boolean model, boolean suspect) implements Serializable {

        private static Kind of(Fragment fragment) {
            return new Kind(fragment.needsModel(), fragment.suspect());
        }
    }

    /** Pages of these waves of the plan. */
    void read(Planned planned, List<PagePlan.Wave> waves) {
        if (recognition.failed().value() == 0) {
            return;
        }
        part.step("repair");
        List<Integer> numbers = waves.stream().map(planned::number).toList();
        List<LostPage> lost = tables.pages().lost(run.id(), numbers, MOST_PAGES);
        if (lost.isEmpty()) {
            return;
        }
        JavaRDD<Fragment> again = planned.work().again(lost).persist(StorageLevel.MEMORY_AND_DISK());
        List<Integer> repaired = new ArrayList<>();
        again.map(Kind::of).countByValue().forEach((kind, pages) -> {
            PagePlan.Wave wave = PagePlan.Wave.again(pages.intValue(), lost.size(), kind.model);
            repaired.add(land(again.filter(fragment -> Kind.of(fragment).equals(kind)), wave));
        });
        again.unpersist();
        int left = tables.pages().lost(run.id(), repaired, lost.size()).size();
        run.progress()
                .tell(
                        "%,d pages that failed for a reason that may have passed were read again; %,d of them failed for one again."
                                .formatted(lost.size(), left));
    }

    /** The number of the wave in its run. */
    private int land(JavaRDD<Fragment> fragments, PagePlan.Wave wave) {
        int number = run.numberWaves(1);
        run.describe("read wave %d (%d pages again)".formatted(number, wave.rows()));
        writer.land(recognition.read(fragments, wave), wave, number);
        return number;
    }
}
