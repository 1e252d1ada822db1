package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.infer.PagesInFlight.Begin;
import dev.quire.infer.PagesInFlight.Done;
import dev.quire.infer.PagesInFlight.End;
import dev.quire.infer.PagesInFlight.Page;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PagesInFlightTest {

    private static final Page ONE = new Page("a", 1);
    private static final Page TWO = new Page("a", 2);
    private static final Page THREE = new Page("b", 1);

    private final Set<String> living = new HashSet<>(Set.of("1", "2", "3"));
    private final PagesInFlight pages = new PagesInFlight(living::contains);

    @Test
    void onlyPagesThatWereBeingReadHaveSeenADeath() {
        begin("1", List.of(), ONE);
        begin("1", List.of(ONE), TWO, THREE);
        pages.receive(new Done("1", List.of(THREE)));
        pages.died("1");

        assertThat(begin("2", List.of(), ONE, TWO, THREE)).containsExactly(0, 1, 0);
    }

    @Test
    void aPageThatSeesTwoDeathsIsFound() {
        begin("1", List.of(), ONE, TWO);
        pages.died("1");
        begin("2", List.of(), TWO);
        pages.died("2");

        assertThat(begin("3", List.of(), ONE, TWO)).containsExactly(1, 2);
    }

    @Test
    void aDeathThatNobodyHasToldOfYetCountsOnceAllTheSame() {
        begin("1", List.of(), ONE);
        living.remove("1");

        assertThat(begin("2", List.of(), ONE)).containsExactly(1);
        pages.died("1");
        assertThat(begin("3", List.of(), ONE)).containsExactly(1);
    }

    @Test
    void aPageThatALivingExecutorReadsAsWellIsNotSuspected() {
        begin("1", List.of(), ONE);
        assertThat(begin("2", List.of(), ONE)).containsExactly(0);
    }

    @Test
    void anExecutorThatEndsItselfNamesItsCauses() {
        begin("1", List.of(), ONE, TWO);
        pages.receive(new End("1", List.of(TWO)));
        pages.died("1");

        assertThat(begin("2", List.of(), ONE, TWO)).containsExactly(0, 1);
    }

    private List<Integer> begin(String executor, List<Page> done, Page... begun) {
        return Objects.requireNonNull(pages.receive(new Begin(executor, done, List.of(begun))));
    }
}
