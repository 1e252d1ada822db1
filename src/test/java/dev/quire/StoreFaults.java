package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.observe.RunReport;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** S3 that fails, throttles, hangs up, stalls, forgets, replaces, and refuses. */
class StoreFaults {

    @Test
    void errorsOfTheServerCostNoPage() throws Exception {
        survived("S3 answers every third request with 500", 3, new Fault.Refusal(500, "InternalError"));
    }

    @Test
    void aServerThatThrottlesCostsNoPage() throws Exception {
        survived("S3 answers every third request with 503 SlowDown", 3, new Fault.Refusal(503, "SlowDown"));
    }

    @Test
    void connectionsThatBreakCostNoPage() throws Exception {
        survived("S3 resets every third connection", 3, new Fault.Reset());
    }

    @Test
    void answersThatGetLostCostNoPage() throws Exception {
        survived("S3 does what every third request asks, and hangs up", 3, new Fault.LostAnswer());
    }

    @Test
    void aServerThatStallsCostsNoPage() throws Exception {
        survived("S3 takes 2 s for every tenth request", 10, new Fault.Stall(Duration.ofSeconds(2)));
    }

    @Test
    void aFileThatIsDeletedAfterItWasListedCostsNoOther() throws Exception {
        try (Night night = Night.of(FaultBench.shared(), "file deleted between listing and reading")) {
            night.at(ClusterFaults.whilePagesAreRead(night), () -> unchecked(() -> night.delete("d.pdf")));

            assertThat(night.run().orElseThrow().balances()).isTrue();

            night.finish();
        }
    }

    @Test
    void aFileThatIsReplacedAfterItWasListedIsReadAsItIsByTheNextRun() throws Exception {
        try (Night night = Night.of(FaultBench.shared(), "file replaced between listing and reading")) {
            night.at(ClusterFaults.whilePagesAreRead(night), () -> unchecked(() -> night.put("contract", "d.pdf")));

            assertThat(night.run().orElseThrow().balances()).isTrue();

            night.finish();
        }
    }

    @Test
    void credentialsThatExpireCostNoPage() throws Exception {
        try (Night night = Night.of(FaultBench.shared(), "credentials expire while pages are read")) {
            Predicate<Exchange> begun = ClusterFaults.whilePagesAreRead(night);
            AtomicBoolean expired = new AtomicBoolean();
            // Those of the run, not those of who looks at the tables
            night.fail(400, new Fault.Refusal(400, "ExpiredToken"), request -> {
                if (begun.test(request)) {
                    expired.set(true);
                }
                return expired.get() && (night.isFor(request, "in/") || request.kind() == Kind.PUT);
            });

            try {
                RunReport report = night.run().orElseThrow();
                assertThat(report.balances()).isTrue();
                assertThat(report.pages().errors().keySet()).isSubsetOf("ACCESS_DENIED", "NETWORK");
            } catch (Exception e) {
                // A run that breaks off says so; the next one goes on
                assertThat(e).isInstanceOfAny(SparkException.class, java.io.IOException.class);
            }

            night.finish();
        }
    }

    private static void survived(String name, int every, Fault fault) throws Exception {
        try (Night night = Night.of(FaultBench.shared(), name)) {
            AtomicInteger requests = new AtomicInteger();
            night.fail(
                    Integer.MAX_VALUE,
                    fault,
                    request -> night.isFor(request, "") && requests.incrementAndGet() % every == 0);

            assertThat(night.run().orElseThrow().balances()).isTrue();

            night.finish();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
