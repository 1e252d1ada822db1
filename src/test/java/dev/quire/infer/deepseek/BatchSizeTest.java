package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BatchSizeTest {

    @Test
    void growsWhileThroughputGrows() {
        BatchSize size = new BatchSize(8, 200);

        // Up to 60 pages a call takes equally long, from there on longer
        run(size);

        assertThat(size.limit()).isBetween(60, 100);
    }

    @Test
    void neverGrowsOverTheMost() {
        BatchSize size = new BatchSize(8, 20);

        run(size);

        assertThat(size.limit()).isEqualTo(20);
    }

    @Test
    void remembersWhatWasTooMany() {
        BatchSize size = new BatchSize(8, 200);
        run(size);

        size.tooMany(40);
        run(size);

        assertThat(size.limit()).isEqualTo(30);
    }

    @Test
    void learnsNothingFromBatchesThatAreNotFull() {
        BatchSize size = new BatchSize(8, 200);

        for (int call = 0; call < 1_000; call++) {
            size.measured(7, 7 * 16, 1_000_000);
        }

        assertThat(size.limit()).isEqualTo(8);
    }

    @Test
    void triesAgainWhatBroughtNothingOnce() {
        BatchSize size = new BatchSize(8, 200);
        for (int call = 0; call < 16; call++) {
            size.measured(size.limit(), size.limit() * 16L, call < 8 ? 60_000_000L : 600_000_000L);
        }
        assertThat(size.limit()).isEqualTo(8);

        run(size);

        assertThat(size.limit()).isBetween(60, 100);
    }

    private static void run(BatchSize size) {
        for (int call = 0; call < 1_000; call++) {
            int pages = size.limit();
            size.measured(pages, pages * 16L, Math.max(60, pages) * 1_000_000L);
        }
    }
}
