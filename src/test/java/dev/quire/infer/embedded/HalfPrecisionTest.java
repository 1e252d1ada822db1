package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HalfPrecisionTest {

    /** From the tables of IEEE 754: one, the largest, the smallest normal and the smallest of all, and what is beyond. */
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000",
        "1, 0x3c00",
        "-2, 0xc000",
        "0.333333, 0x3555",
        "65504, 0x7bff",
        "65536, 0x7c00",
        "-1e9, 0xfc00",
        "6.103515625e-5, 0x0400",
        "5.9604645e-8, 0x0001",
        "1e-9, 0x0000",
        "1.9999, 0x4000"
    })
    void numbersAreRoundedToTheNearestHalf(float value, int expected) {
        assertThat(HalfPrecision.half(value) & 0xffff).isEqualTo(expected);
    }
}
