package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.layout.Rule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RuleFinderTest {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 150;

    private final byte[] pixels = new byte[WIDTH * HEIGHT];

    RuleFinderTest() {
        Arrays.fill(pixels, (byte) 240);
    }

    @Test
    void rulesRunAcrossAndDown() {
        ink(20, 30, 120, 32);
        ink(100, 60, 101, 150);

        assertThat(RuleFinder.of(picture()))
                .containsExactly(new Rule(true, 31, 20, 120), new Rule(false, 100.5f, 60, 150));
    }

    @Test
    void aShortStrokeIsNoRule() {
        ink(141, 10, 200, 11);
        ink(0, 20, 59, 21);

        assertThat(RuleFinder.of(picture())).isEmpty();
    }

    @Test
    void aRuleMayReachTheEdge() {
        ink(140, 10, 200, 11);
        ink(0, 20, 60, 21);

        assertThat(RuleFinder.of(picture()))
                .containsExactly(new Rule(true, 10.5f, 140, 200), new Rule(true, 20.5f, 0, 60));
    }

    @Test
    void smallGapsDoNotPartARuleAndWideOnesDo() {
        ink(10, 40, 190, 41);
        white(50, 40, 52, 41);
        white(100, 40, 103, 41);

        assertThat(RuleFinder.of(picture()))
                .containsExactly(new Rule(true, 40.5f, 10, 100), new Rule(true, 40.5f, 103, 190));
    }

    @Test
    void printIsNoRule() {
        for (int x = 5; x < 195; x += 9) {
            ink(x, 70, x + 5, 90);
        }

        assertThat(RuleFinder.of(picture())).isEmpty();
    }

    private Grey picture() {
        return new Grey(pixels, WIDTH, HEIGHT);
    }

    private void ink(int left, int top, int right, int bottom) {
        fill(left, top, right, bottom, (byte) 20);
    }

    private void white(int left, int top, int right, int bottom) {
        fill(left, top, right, bottom, (byte) 240);
    }

    private void fill(int left, int top, int right, int bottom, byte value) {
        for (int y = top; y < bottom; y++) {
            Arrays.fill(pixels, y * WIDTH + left, y * WIDTH + right, value);
        }
    }
}
