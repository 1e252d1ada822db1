package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** kill -9 of executors and of a worker, while they read pages. */
class ClusterFaults {

    @Test
    void aKilledExecutorCostsNoPage() throws Exception {
        FaultBench bench = FaultBench.shared();
        survived("one executor killed", () -> bench.executors().get(0).destroyForcibly());
    }

    @Test
    void allExecutorsKilledAtOnceCostNoPage() throws Exception {
        FaultBench bench = FaultBench.shared();
        survived("all executors of a wave killed", () -> bench.executors().forEach(ProcessHandle::destroyForcibly));
    }

    @Test
    void aKilledWorkerCostsNoPage() throws Exception {
        FaultBench bench = FaultBench.shared();
        ChildJvm worker = bench.cluster().workers().get(0);
        survived("a worker killed, another joins", () -> {
            try {
                worker.kill();
                bench.cluster().addWorker(FaultBench.WORKER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void allExecutorsKilledWhileDocumentsAreMergedCostNoDocument() throws Exception {
        FaultBench bench = FaultBench.shared();
        try (Night night = Night.of(bench, "all executors killed while documents land")) {
            night.at(
                    request -> request.kind() == Kind.PUT
                            && night.isFor(request, "out/documents/")
                            && request.path().endsWith(".parquet"),
                    () -> bench.executors().forEach(ProcessHandle::destroyForcibly));

            assertThat(night.run().orElseThrow().balances()).isTrue();

            night.finish();
        }
    }

    private static void survived(String fault, Runnable kill) throws Exception {
        try (Night night = Night.of(FaultBench.shared(), fault)) {
            night.at(whilePagesAreRead(night), kill);

            assertThat(night.run().orElseThrow().balances()).isTrue();

            night.finish();
        }
    }

    /** After the first wave has landed. */
    static Predicate<Exchange> whilePagesAreRead(Night night) {
        AtomicBoolean firstWave = new AtomicBoolean();
        return request -> {
            if (night.isFor(request, "out/pages/_delta_log/00000000000000000001.json") && request.kind() == Kind.PUT) {
                firstWave.set(true);
            }
            return firstWave.get() && request.kind() == Kind.GET && night.isFor(request, "in/");
        };
    }
}
