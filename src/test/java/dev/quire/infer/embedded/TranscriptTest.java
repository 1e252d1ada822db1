package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Box;
import dev.quire.document.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private static final Charset CHARSET = new Charset(List.of("a", "b", " "));
    private static final int STRIDE = 4;
    private static final int COLUMNS = 80;
    private static final Box STRIP = new Box(8, 2, COLUMNS * STRIDE, 30);

    @Test
    void aLineReachesFromItsFirstWordToItsLastWhateverTheDetectorTook() {
        long[] classes = new long[COLUMNS];
        classes[10] = 1;
        classes[12] = 2;
        classes[14] = 3;
        classes[17] = 1;

        Line line = line(classes);

        assertThat(line.text()).isEqualTo("ab a");
        assertThat(line.box().left()).isBetween(8f, 10f * STRIDE);
        assertThat(line.box().right()).isBetween(18f * STRIDE, 20f * STRIDE);
        assertThat(line.box().top()).isEqualTo(STRIP.top());
        assertThat(line.box().bottom()).isEqualTo(STRIP.bottom());
    }

    @Test
    void aLineOnWhichNothingIsReadLiesWhereTheDetectorSawIt() {
        assertThat(line(new long[COLUMNS])).isEqualTo(new Line(STRIP, List.of(), 0));
    }

    private static Line line(long[] classes) {
        float[] confidence = new float[classes.length];
        LineCrop crop = new LineCrop(new Grey(new byte[COLUMNS * STRIDE * 32], COLUMNS * STRIDE, 32), 0, 1);
        return new Transcript(CHARSET, crop, STRIP, STRIDE).line(new ClassMap(confidence, classes), 0, classes.length);
    }
}
