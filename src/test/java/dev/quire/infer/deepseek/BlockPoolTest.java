package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BlockPoolTest {

    private static final NgramRule RULE = new NgramRule(20, 90);

    private final BlockPool pool = new BlockPool(8, 16);
    private final Sequence first = new Sequence(30, RULE);
    private final Sequence second = new Sequence(30, RULE);

    @Test
    void handsOutTheLowestBlocksButNotTheFirst() {
        assertThat(pool.grow(first, 33, 0)).isTrue();
        assertThat(first.blocks()).containsExactly(1, 2, 3);
        assertThat(pool.inUse()).isEqualTo(4);
        assertThat(pool.free()).isEqualTo(4);
    }

    @Test
    void takesNothingWhereItWouldLeaveTooFew() {
        assertThat(pool.grow(first, 48, 5)).isFalse();
        assertThat(first.blocks()).isEmpty();
        assertThat(pool.grow(first, 48, 4)).isTrue();
        assertThat(pool.grow(first, 40, 100)).isTrue();
    }

    @Test
    void fillsTheHolesThatAPageLeaves() {
        pool.grow(first, 48, 0);
        pool.grow(second, 16, 0);
        pool.shrink(first, 16);
        assertThat(pool.inUse()).isEqualTo(5);

        pool.grow(second, 48, 0);

        assertThat(second.blocks()).containsExactly(4, 2, 3);
        assertThat(first.blocks()).containsExactly(1);
    }
}
