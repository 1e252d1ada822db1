package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quire.document.Box;
import dev.quire.document.PageImage;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the networks answered in Python when they were exported (quire_ocr.export writes {@code parity.json}): the same text
 * on the same lines, the same lines on the same page, the same way up. Another processor may round otherwise: confidences
 * within 0.01, logits within 0.05, a column's class wherever it is surer than 0.6, cells of a line within one in 200.
 */
final class ParityTest {

    private static final JsonNode FIXTURE = fixture();

    @BeforeAll
    static void settings() throws EngineException {
        TorchSettings.apply();
    }

    @Test
    void theSameTextOnTheSameLines() throws EngineException {
        Charset charset = Charset.load("charset.txt");
        assertThat(lines()).isNotEmpty();
        try (Network network = Network.load("rec.pt", Device.cpu())) {
            for (int line = 0; line < lines().size(); line++) {
                Grey grey = grey(lines().get(line).get("image").asText());
                ClassMap answer = read(network, grey);

                double[] classes = numbers(lines().get(line).get("classes"));
                double[] confidences = numbers(lines().get(line).get("confidence"));
                assertThat(answer.columns()).isEqualTo(classes.length);
                for (int i = 0; i < classes.length; i++) {
                    assertThat(answer.confidence(i)).isCloseTo((float) confidences[i], within(0.01f));
                    assertThat(confidences[i] < 0.6 || answer.ofClass(i) == (int) classes[i])
                            .isTrue();
                }
                Box strip = new Box(0, 0, grey.width(), grey.height());
                float stride = (float) grey.width() / answer.columns();
                assertThat(new Transcript(charset, new LineCrop(grey, 0, 1), strip, stride)
                                .line(answer, 0, answer.columns())
                                .text())
                        .isEqualTo(lines().get(line).get("text").asText().strip());
            }
        }
    }

    @Test
    void theSameTextOnTheSameLinesInHalfThePrecision() throws EngineException {
        try (Network network = Network.load("rec.pt", Device.cpu(), DataType.FLOAT16, Runnable::run)) {
            int differing = 0;
            int all = 0;
            for (int line = 0; line < lines().size(); line++) {
                ClassMap answer =
                        read(network, grey(lines().get(line).get("image").asText()));
                double[] classes = numbers(lines().get(line).get("classes"));
                assertThat(answer.columns()).isEqualTo(classes.length);
                for (int i = 0; i < classes.length; i++) {
                    differing += answer.ofClass(i) == (int) classes[i] ? 0 : 1;
                }
                all += classes.length;
            }
            assertThat(differing).isLessThanOrEqualTo(all / 20);
        }
    }

    @Test
    void theSameLinesOnThePage() throws EngineException {
        Grey page = grey(FIXTURE.at("/page/image").asText());
        try (Network network = Network.load("det.pt", Device.cpu())) {
            float[] planes = new PictureNetwork(network, new TightShapes())
                    .run(List.of(page))
                    .get(0);

            double[] shape = numbers(FIXTURE.at("/page/shape"));
            int cells = (int) (shape[1] * shape[2]);
            assertThat(planes).hasSize((int) (shape[0] * cells));
            double[] rows = numbers(FIXTURE.at("/page/mask_by_row_of_16"));
            double[] counted = new double[rows.length];
            double top = 0;
            double bottom = 0;
            for (int cell = 0; cell < cells; cell++) {
                if (planes[cell] > 0) {
                    counted[cell / (int) shape[2] / 16]++;
                    top += planes[cells + cell];
                    bottom += planes[2 * cells + cell];
                }
            }
            double inked = Arrays.stream(counted).sum();
            for (int row = 0; row < rows.length; row++) {
                assertThat(counted[row]).isCloseTo(rows[row], within(Math.max(2, rows[row] / 200)));
            }
            assertThat(top / inked).isCloseTo(FIXTURE.at("/page/mean_log_top").asDouble(), within(0.005));
            assertThat(bottom / inked)
                    .isCloseTo(FIXTURE.at("/page/mean_log_bottom").asDouble(), within(0.005));
        }
    }

    @Test
    void theSameWayUpOfTheTurnedPage() throws EngineException {
        Grey page = grey(FIXTURE.at("/page/image").asText());
        try (Network network = Network.load("ori.pt", Device.cpu())) {
            for (int quarters = 0; quarters < 4; quarters++) {
                float[] logits = new PictureNetwork(network, new TightShapes())
                        .run(List.of(page.turned(quarters)))
                        .get(0);

                double[] expected = numbers(FIXTURE.at("/orientation/" + 90 * quarters));
                assertThat(logits).hasSize(expected.length);
                for (int i = 0; i < logits.length; i++) {
                    assertThat(logits[i]).isCloseTo((float) expected[i], within(0.05f));
                }
            }
        }
    }

    private static JsonNode lines() {
        return FIXTURE.get("lines");
    }

    private static ClassMap read(Network network, Grey grey) throws EngineException {
        return network.run(
                pixels(grey),
                1,
                grey.height(),
                grey.width(),
                list -> new ClassMap(list.get(0).toFloatArray(), list.get(1).toLongArray()));
    }

    private static Grey grey(String name) {
        PageImage image = APage.resource(name);
        return new Grey(image.grey(), image.width(), image.height());
    }

    private static byte[] pixels(Grey grey) {
        byte[] pixels = new byte[grey.width() * grey.height()];
        grey.copyTo(pixels, 0, grey.width(), grey.height());
        return pixels;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    private static JsonNode fixture() {
        try (InputStream file =
                Objects.requireNonNull(ParityTest.class.getResourceAsStream("parity.json"), "parity.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
