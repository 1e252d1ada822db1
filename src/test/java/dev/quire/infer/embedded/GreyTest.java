package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GreyTest {

    private final Grey grey = new Grey(new byte[] {0, 100, (byte) 200, 40, 60, (byte) 250}, 3, 2);

    @Test
    void beyondTheEdgeTheEdgeGoesOn() {
        assertThat(grey.at(-5, 0)).isZero();
        assertThat(grey.at(9, 9)).isEqualTo(250);
    }

    @Test
    void shrinkingTakesTheMean() {
        Grey one = grey.resized(1, 1);

        assertThat(one.at(0, 0)).isEqualTo(108);
    }

    @Test
    void aShareOfAPixelCountsAsMuch() {
        Grey two = new Grey(new byte[] {0, 90, (byte) 180}, 3, 1).resized(2, 1);

        assertThat(two.at(0, 0)).isEqualTo(30);
        assertThat(two.at(1, 0)).isEqualTo(150);
    }

    @Test
    void aQuarterTurnBringsTheLowerLeftCornerUp() {
        Grey turned = grey.turned(1);

        assertThat(turned.width()).isEqualTo(2);
        assertThat(turned.height()).isEqualTo(3);
        assertThat(turned.at(0, 0)).isEqualTo(40);
        assertThat(turned.at(1, 2)).isEqualTo(200);
    }

    @Test
    void fourQuarterTurnsChangeNothing() {
        Grey turned = grey.turned(3).turned(1);

        assertThat(turned.at(2, 1)).isEqualTo(250);
        assertThat(turned.at(1, 0)).isEqualTo(100);
    }
}
