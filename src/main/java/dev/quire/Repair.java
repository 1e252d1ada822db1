package dev.quire;

import dev.quire.infer.Recognition;
import dev.quire.plan.Company;
import dev.quire.plan.Fragment;
import dev.quire.plan.LostPage;
import dev.quire.plan.PagePlan;
import dev.quire.plan.Planner;
import dev.quire.table.PageWriter;
import dev.quire.table.Tables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads once more, when all other pages of a part have landed, those that it lost for a reason that may have passed: each in
 * a task of its own, so that one that ends its executor costs no other. Suspects are read in rounds, each time beside fewer
 * others, until it is known which of them end executors.
 */
record Repair(Run run, Part part, Tables tables, PageWriter writer, Recognition recognition) {

    /** More than so many lost pages have a common cause, and the next run reads them. */
    private static final int MOST_PAGES = 10_000;

    /** So many, that a page which becomes a suspect here can still be read among few, and then alone. */
    private static final int MOST_ROUNDS = 3;

    /** What is read together: beside a suspect, which may end its executor, nothing that is less of one. */
    private record Kind(boolean model, Company company) implements Serializable {

        private static Kind of(Fragment fragment) {
            return new Kind(fragment.needsModel(), fragment.company());
        }
    }

    /** Pages of these waves of the plan. */
    void read(Planned planned, List<PagePlan.Wave> waves) {
        if (recognition.failed().value() == 0) {
            return;
        }
        part.step("repair");
        List<LostPage> lost = lost(waves.stream().map(planned::number).toList());
        for (int round = 0; round < MOST_ROUNDS && !lost.isEmpty(); round++) {
            List<LostPage> left = lost(read(planned.work(), lost));
            run.progress()
                    .tell(
                            "%,d pages that failed for a reason that may have passed were read again; %,d of them failed for one again."
                                    .formatted(lost.size(), left.size()));
            lost = left.stream().filter(LostPage::suspect).toList();
        }
    }

    private List<LostPage> lost(List<Integer> waves) {
        return tables.pages().lost(run.id(), waves, MOST_PAGES);
    }

    /** The numbers of the waves that read them. */
    private List<Integer> read(Planner.Work work, List<LostPage> lost) {
        JavaRDD<Fragment> again = work.again(lost).persist(StorageLevel.MEMORY_AND_DISK());
        List<Integer> waves = new ArrayList<>();
        again.map(Kind::of).countByValue().forEach((kind, pages) -> {
            PagePlan.Wave wave = PagePlan.Wave.again(pages.intValue(), lost.size(), kind.model);
            waves.add(land(again.filter(fragment -> Kind.of(fragment).equals(kind)), wave));
        });
        again.unpersist();
        return waves;
    }

    /** The number of the wave in its run. */
    private int land(JavaRDD<Fragment> fragments, PagePlan.Wave wave) {
        int number = run.numberWaves(1);
        run.describe("read wave %d (%d pages again)".formatted(number, wave.rows()));
        writer.land(recognition.read(fragments, wave), wave, number);
        return number;
    }
}
