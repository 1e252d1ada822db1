package dev.quire.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    private static int between(String a, String b) {
        return EditDistance.between(a.codePoints().toArray(), b.codePoints().toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "kitten, sitting, 3",
        "flaw, lawn, 2",
        "采购合同, 采购台同, 1",
        "ab, ba, 2"
    })
    void smallDistancesAreKnown(String a, String b, int distance) {
        assertThat(between(a, b)).isEqualTo(distance);
    }

    @Test
    void itIsWhatTheWholeMatrixSays() {
        Random random = new Random(5);
        for (int round = 0; round < 400; round++) {
            int[] a = random.ints(random.nextInt(300), 0, 2 + round % 7).toArray();
            int[] b = round % 3 == 0 ? random.ints(random.nextInt(300), 0, 4).toArray() : changed(a, random);
            int expected = matrix(a, b);
            assertThat(EditDistance.between(a, b)).isEqualTo(expected);
            assertThat(EditDistance.between(b, a)).isEqualTo(expected);
        }
    }

    @Test
    void theBandGrowsUntilItHoldsTheAnswer() {
        int[] a = new Random(1).ints(5_000, 0, 60).toArray();
        int[] moved = new int[a.length];
        System.arraycopy(a, 1_500, moved, 0, a.length - 1_500);
        System.arraycopy(a, 0, moved, a.length - 1_500, 1_500);
        assertThat(EditDistance.between(a, moved)).isEqualTo(matrix(a, moved)).isGreaterThan(1_000);
    }

    @Test
    void theTextOf400PagesTakesAMoment() {
        int[] book = new Random(2).ints(1_000_000, 0, 3_000).toArray();
        int[] read = book.clone();
        for (int i = 0; i < read.length; i += 50) {
            read[i] = 5_000;
        }
        assertThat(EditDistance.between(book, read)).isEqualTo(20_000);
    }

    private static int[] changed(int[] a, Random random) {
        int[] b = Arrays.copyOf(a, a.length + random.nextInt(5));
        for (int i = random.nextInt(9); i < b.length; i += 1 + random.nextInt(40)) {
            b[i] = random.nextInt(9);
        }
        return random.nextBoolean() && b.length > 9 ? Arrays.copyOfRange(b, 3, b.length - 2) : b;
    }

    /** Wagner and Fischer's, row by row. */
    private static int matrix(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length; i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length];
    }
}
