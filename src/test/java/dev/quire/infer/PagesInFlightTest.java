package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.infer.PagesInFlight.Begin;
import dev.quire.infer.PagesInFlight.Done;
import dev.quire.infer.PagesInFlight.End;
import dev.quire.infer.PagesInFlight.Page;
import dev.quire.infer.PagesInFlight.Seen;
import java.util.ArrayList;
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
        die("1");

        assertThat(begin("2", List.of(), ONE, TWO, THREE))
                .extracting(Seen::deaths)
                .containsExactly(0, 1, 0);
    }

    @Test
    void deathsAddUp() {
        begin("1", List.of(), ONE, TWO);
        die("1");
        begin("2", List.of(), TWO);
        die("2");

        assertThat(begin("3", List.of(), ONE, TWO)).extracting(Seen::deaths).containsExactly(1, 2);
    }

    @Test
    void aDeathThatSparkHasGivenNoReasonForYetCounts() {
        begin("1", List.of(), ONE);
        living.remove("1");
        assertThat(begin("2", List.of(), ONE)).containsExactly(new Seen(1, false));

        pages.lost("1", true);
        assertThat(begin("2", List.of(), ONE)).containsExactly(new Seen(1, false));
    }

    @Test
    void anExecutorThatIsLostWithItsMachineMakesNoSuspect() {
        begin("1", List.of(), ONE, TWO);
        living.remove("1");
        pages.lost("1", false);

        assertThat(begin("2", List.of(), ONE, TWO)).containsOnly(Seen.NOTHING);
    }

    @Test
    void aPageThatTakesMachinesDownIsExcusedTwiceOnly() {
        List<Seen> seen = new ArrayList<>();
        for (String machine : List.of("1", "2", "3", "4")) {
            living.add(machine);
            seen.addAll(suspects(machine, List.of(), ONE));
            living.remove(machine);
            pages.lost(machine, false);
        }
        seen.addAll(suspects("5", List.of(), ONE));

        assertThat(seen)
                .containsExactly(Seen.NOTHING, Seen.NOTHING, Seen.NOTHING, new Seen(1, true), new Seen(2, true));
    }

    @Test
    void oneTaskThatBlamesOutweighsThoseThatHadNotBegun() {
        begin("1", List.of(), ONE);
        living.remove("1");
        pages.lost("1", false);
        pages.lost("1", true);
        pages.lost("1", false);

        assertThat(begin("2", List.of(), ONE)).containsExactly(new Seen(1, false));
    }

    @Test
    void aPageThatALivingExecutorReadsAsWellIsNotSuspected() {
        begin("1", List.of(), ONE);
        assertThat(begin("2", List.of(), ONE)).containsExactly(Seen.NOTHING);
    }

    @Test
    void aSuspectThatIsReadAloneWhenItsExecutorDiesIsFound() {
        suspects("1", List.of(), ONE);
        suspects("1", List.of(ONE), TWO);
        die("1");

        assertThat(suspects("2", List.of(), ONE, TWO)).containsExactly(Seen.NOTHING, new Seen(1, true));
    }

    @Test
    void suspectsInAGroupAreNotFoundByItsDeath() {
        suspects("1", List.of(), ONE);
        suspects("1", List.of(), TWO);
        die("1");

        assertThat(suspects("2", List.of(), ONE, TWO)).containsOnly(new Seen(1, false));
    }

    @Test
    void aPageThatIsNoSuspectIsNotFoundByTheFirstDeathThoughItIsTheOnlyOne() {
        begin("1", List.of(), ONE);
        die("1");

        assertThat(suspects("2", List.of(), ONE)).containsExactly(new Seen(1, false));
    }

    @Test
    void anExecutorThatEndsItselfNamesItsCausesWhichAreSuspectsOnly() {
        suspects("1", List.of(), ONE, TWO);
        pages.receive(new End("1", List.of(TWO)));
        die("1");

        assertThat(begin("2", List.of(), ONE, TWO)).containsExactly(Seen.NOTHING, new Seen(1, false));
    }

    private void die(String executor) {
        living.remove(executor);
        pages.lost(executor, true);
    }

    private List<Seen> begin(String executor, List<Page> done, Page... begun) {
        return begin(executor, done, false, begun);
    }

    private List<Seen> suspects(String executor, List<Page> done, Page... begun) {
        return begin(executor, done, true, begun);
    }

    private List<Seen> begin(String executor, List<Page> done, boolean suspects, Page... begun) {
        return Objects.requireNonNull(pages.receive(new Begin(executor, done, List.of(begun), suspects)));
    }
}
