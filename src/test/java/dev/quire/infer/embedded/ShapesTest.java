package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ShapesTest {

    static List<Shapes> shapes() {
        return List.of(new TightShapes(), new FewShapes());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyStripIsInOneBatchThatIsWideEnough(Shapes shapes) {
        for (int pages = 1; pages <= 8; pages++) {
            int[] widths = widths(60 * pages, pages);

            int[] batches = new int[widths.length];
            for (Shapes.Strips strips : shapes.strips(widths)) {
                for (int i = strips.from(); i < strips.to(); i++) {
                    batches[i]++;
                    assertThat(strips.width()).isGreaterThanOrEqualTo(widths[i]);
                }
                assertThat(strips.width() % 8).isZero();
                assertThat(strips.count()).isGreaterThanOrEqualTo(strips.to() - strips.from());
            }

            assertThat(batches).containsOnly(1);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyPictureFitsOnTheGrid(Shapes shapes) {
        for (int pixels = 1; pixels < 3_000; pixels++) {
            assertThat(shapes.side(pixels)).isGreaterThanOrEqualTo(pixels);
            assertThat(shapes.side(pixels) % 32).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void noStripsGiveNoBatches(Shapes shapes) {
        assertThat(shapes.strips(new int[0])).isEmpty();
    }

    @Test
    void fewShapesStayFewHoweverManyPagesAreRead() {
        Set<List<Integer>> few = new HashSet<>();
        Set<List<Integer>> tight = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            int[] widths = widths(60 * (1 + seed % 8), seed);
            new FewShapes().strips(widths).forEach(strips -> few.add(List.of(strips.count(), strips.width())));
            new TightShapes().strips(widths).forEach(strips -> tight.add(List.of(strips.count(), strips.width())));
        }

        assertThat(few).hasSizeLessThan(13);
        assertThat(tight).hasSizeGreaterThan(500);
    }

    @Test
    void aPageTakesFewCalls() {
        assertThat(new FewShapes().strips(widths(60, 1))).hasSizeLessThan(4);
        assertThat(new FewShapes().strips(widths(480, 1))).hasSizeLessThan(13);
    }

    @ParameterizedTest
    @CsvSource({"909, 1024", "1286, 1536", "935, 1024", "1210, 1280", "10, 256", "1024, 1024", "1025, 1280"})
    void sidesOfPicturesComeInFourStepsToTheDoubling(int pixels, int side) {
        assertThat(new FewShapes().side(pixels)).isEqualTo(side);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4", "4, 4", "9, 4"})
    void picturesComeOneByOneOrInFours(int waiting, int count) {
        assertThat(new FewShapes().pictures(waiting)).isEqualTo(count);
    }

    /** As lines of pages are: many of the full width, the others of any. */
    private static int[] widths(int count, int seed) {
        Random random = new Random(seed);
        int full = 400 + random.nextInt(1_200);
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            widths.add(random.nextBoolean() ? full + random.nextInt(20) : 8 + random.nextInt(full));
        }
        return widths.stream().mapToInt(width -> width).sorted().toArray();
    }
}
