package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopGuardTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 90})
    void aTextThatRepeatsItselfCircles(int period) {
        assertThat(LoopGuard.circles(text(1_100, i -> i % period))).isTrue();
    }

    @Test
    void aTextWithSmallChangesInItsCirclesCircles() {
        assertThat(LoopGuard.circles(text(1_100, i -> i % 120 == 0 ? 1_000 + i : i % 12)))
                .isTrue();
    }

    @Test
    void aShortTextIsGivenTime() {
        assertThat(LoopGuard.circles(text(1_000, i -> 1))).isFalse();
    }

    @Test
    void aFormOfEmptyCellsAndProseIsNoCircle() {
        Random words = new Random(1);
        assertThat(LoopGuard.circles(text(1_500, i -> i % 1_200 < 800 ? i % 2 : words.nextInt(9_000))))
                .isFalse();
    }

    private static Sequence text(int length, IntUnaryOperator token) {
        Sequence text = new Sequence(300, new NgramRule(20, 90));
        for (int i = 0; i < length; i++) {
            text.append(token.applyAsInt(i));
        }
        return text;
    }
}
