package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.ErrorClass;
import dev.quire.document.Failure;
import dev.quire.document.PageFacts;
import dev.quire.infer.PagesInFlight.Seen;
import dev.quire.plan.Fragment;
import dev.quire.plan.cost.PageCost;
import dev.quire.source.DocumentRef;
import dev.quire.source.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TaskPagesTest {

    private static final int FEW = 8;

    @Test
    void eachDeathLeavesAPageFewerOthersForCompany() {
        assertThat(suspicion(0, new Seen(0, false))).isEmpty();
        assertThat(suspicion(0, new Seen(1, false))).contains(ErrorClass.SUSPECT);
        assertThat(suspicion(1, new Seen(1, false))).isEmpty();
        assertThat(suspicion(1, new Seen(2, false))).contains(ErrorClass.SUSPECT);
        assertThat(suspicion(2, new Seen(2, false))).isEmpty();
    }

    @Test
    void onlyAPageThatWasReadAloneIsToBlame() {
        assertThat(suspicion(1, new Seen(2, true))).contains(ErrorClass.EXECUTOR_LOST);
        assertThat(suspicion(2, new Seen(3, true))).contains(ErrorClass.EXECUTOR_LOST);
        assertThat(suspicion(2, new Seen(3, false))).isEmpty();
    }

    private static Optional<ErrorClass> suspicion(int suspicions, Seen seen) {
        return TaskPages.suspicion(page(suspicions), seen).map(Failure::errorClass);
    }

    @Test
    void aTaskThatWasOftenStartedInVainReadsNothingWhateverEndedIt() throws InterruptedException {
        assertThat(begun(2, 0)).isEmpty();
        assertThat(begun(3, 0)).contains(ErrorClass.SUSPECT);
        assertThat(begun(5, 1)).isEmpty();
        assertThat(begun(6, 1)).contains(ErrorClass.SUSPECT);
        assertThat(begun(6, 2)).contains(ErrorClass.SUSPECT);
    }

    private static Optional<ErrorClass> begun(int attempt, int suspicions) throws InterruptedException {
        try (TaskPages pages = new TaskPages(attempt, 1)) {
            return pages.begin(page(suspicions)).map(Failure::errorClass);
        }
    }

    @Test
    @Timeout(60)
    void aSuspectThatIsReadAloneWaitsForTheLastOfAGroupAndKeepsTheNextGroupWaiting() throws Exception {
        List<TaskPages> group = new ArrayList<>();
        for (int task = 0; task < FEW; task++) {
            group.add(waited(new TaskPages(0, 1), 1));
        }
        CompletableFuture<TaskPages> ninth = waiting(1);
        assertThat(ninth).isNotDone();
        group.remove(0).close();
        group.add(ninth.get());

        CompletableFuture<TaskPages> alone = waiting(2);
        while (group.size() > 1) {
            group.remove(0).close();
        }
        assertThat(alone).isNotDone();
        group.remove(0).close();
        TaskPages read = alone.get();

        CompletableFuture<TaskPages> next = waiting(1);
        assertThat(next).isNotDone();
        waited(new TaskPages(0, 1), 0).close();
        read.close();
        next.get().close();
    }

    private static CompletableFuture<TaskPages> waiting(int suspicions) throws InterruptedException {
        CompletableFuture<TaskPages> task =
                CompletableFuture.supplyAsync(() -> waited(new TaskPages(0, 1), suspicions));
        TimeUnit.MILLISECONDS.sleep(100);
        return task;
    }

    private static TaskPages waited(TaskPages task, int suspicions) {
        try {
            task.awaitTurn(page(suspicions));
            return task;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PageTry page(int suspicions) {
        DocumentRef document =
                new DocumentRef("%032x".formatted(1), "/a.pdf", 1, 1, "key", List.of(), false, Priority.NORMAL);
        List<ErrorClass> failures = Collections.nCopies(suspicions, ErrorClass.SUSPECT);
        PageFacts facts = new PageFacts(1, 595, 842, 0, 0, 1, 1);
        return PageTry.first(new Fragment(document, List.of(facts), PageCost.NONE, null, 0, 0, failures), facts);
    }
}
