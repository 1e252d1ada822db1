package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.ChildJvm;
import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of the driver. */
class DriverFaults {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** When it is killed: just before S3 answers a request that tells the moment. */
    enum Moment {
        WHILE_SCANNING {
            @Override
            boolean isNow(Night night, Exchange request, AtomicBoolean scanned) {
                return request.kind() == Kind.GET && night.isFor(request, "in/");
            }
        },
        WHILE_PAGES_ARE_READ {
            @Override
            boolean isNow(Night night, Exchange request, AtomicBoolean scanned) {
                return scanned.get() && request.kind() == Kind.GET && night.isFor(request, "in/");
            }
        },
        WHILE_A_WAVE_IS_COMMITTED {
            @Override
            boolean isNow(Night night, Exchange request, AtomicBoolean scanned) {
                return request.kind() == Kind.PUT
                        && night.isFor(request, "out/pages/_delta_log/00000000000000000002.json");
            }
        },
        BETWEEN_PAGES_AND_DOCUMENTS {
            @Override
            boolean isNow(Night night, Exchange request, AtomicBoolean scanned) {
                return request.kind() == Kind.PUT
                        && night.isFor(request, "out/documents/")
                        && request.path().endsWith(".parquet");
            }
        },
        WHILE_REPORTING {
            @Override
            boolean isNow(Night night, Exchange request, AtomicBoolean scanned) {
                return request.kind() == Kind.PUT
                        && night.isFor(request, "out/runs/")
                        && request.path().endsWith(".parquet");
            }
        };

        abstract boolean isNow(Night night, Exchange request, AtomicBoolean scanned);

        /** The scan is over when what it found is staged. */
        Predicate<Exchange> in(Night night) {
            AtomicBoolean scanned = new AtomicBoolean();
            return request -> {
                if (request.path().endsWith("/_SUCCESS") && night.isFor(request, "out/_staging/")) {
                    scanned.set(true);
                }
                return isNow(night, request, scanned);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theNextRunGoesOnWhereAKilledDriverStopped(Moment moment) throws Exception {
        String name = "driver killed "
                + moment.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        try (Night night = Night.of(FaultBench.shared(), name)) {
            CompletableFuture<ChildJvm> driver = new CompletableFuture<>();
            night.at(moment.in(night), () -> driver.join().killAlone());
            driver.complete(night.submit(Map.of(), Map.of()));

            assertThat(driver.join().waitFor(LIMIT)).as(driver.join().output()).isEqualTo(137);

            night.finish();
        }
    }
}
