package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.quire.document.Box;
import dev.quire.document.PageImage;
import dev.quire.infer.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the networks answered in Python when they were exported (quire_ocr.export writes {@code parity.json}): the same text
 * on the same lines, the same lines on the same page, the same way up. Another processor may round otherwise: confidences
 * within 0.01, logits within 0.05, a column's class wherever it is surer than 0.6, cells of a line within one in 200.
 */
final class ParityTest {

    private static final Fixture FIXTURE = Fixture.load();

    @BeforeAll
    static void settings() throws EngineException {
        TorchSettings.apply();
    }

    @Test
    void theSameTextOnTheSameLines() throws EngineException {
        Charset charset = Charset.load("charset.txt");
        List<String> images = lines();
        assertThat(images).isNotEmpty();
        try (Network network = Network.load("rec.pt", Device.cpu())) {
            for (int line = 0; line < images.size(); line++) {
                Grey grey = grey(images.get(line));
                ClassMap answer = read(network, grey);

                double[] classes = numbers(FIXTURE.all("classes").get(line));
                double[] confidences = numbers(FIXTURE.all("confidence").get(line));
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
                        .isEqualTo(FIXTURE.all("text").get(line).strip());
            }
        }
    }

    @Test
    void theSameTextOnTheSameLinesInHalfThePrecision() throws EngineException {
        try (Network network = Network.load("rec.pt", Device.cpu(), DataType.FLOAT16)) {
            int differing = 0;
            int all = 0;
            for (int line = 0; line < lines().size(); line++) {
                ClassMap answer = read(network, grey(lines().get(line)));
                double[] classes = numbers(FIXTURE.all("classes").get(line));
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
        Grey page = grey(FIXTURE.one("page", "image"));
        try (Network network = Network.load("det.pt", Device.cpu())) {
            float[] planes = new PictureNetwork(network, 1).run(List.of(page)).get(0);

            double[] shape = numbers(FIXTURE.one("page", "shape"));
            int cells = (int) (shape[1] * shape[2]);
            assertThat(planes).hasSize((int) (shape[0] * cells));
            double[] rows = numbers(FIXTURE.one("page", "mask_by_row_of_16"));
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
            assertThat(top / inked).isCloseTo(numbers(FIXTURE.one("page", "mean_log_top"))[0], within(0.005));
            assertThat(bottom / inked).isCloseTo(numbers(FIXTURE.one("page", "mean_log_bottom"))[0], within(0.005));
        }
    }

    @Test
    void theSameWayUpOfTheTurnedPage() throws EngineException {
        Grey page = grey(FIXTURE.one("page", "image"));
        try (Network network = Network.load("ori.pt", Device.cpu())) {
            for (int quarters = 0; quarters < 4; quarters++) {
                float[] logits = new PictureNetwork(network, 1)
                        .run(List.of(page.turned(quarters)))
                        .get(0);

                double[] expected = numbers(FIXTURE.one("orientation", Integer.toString(90 * quarters)));
                assertThat(logits).hasSize(expected.length);
                for (int i = 0; i < logits.length; i++) {
                    assertThat(logits[i]).isCloseTo((float) expected[i], within(0.05f));
                }
            }
        }
    }

    private static List<String> lines() {
        return FIXTURE.all("image").stream()
                .filter(name -> name.startsWith("line"))
                .toList();
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

    private static double[] numbers(String array) {
        return Arrays.stream(array.replaceAll("[\\[\\]\\s]", "").split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Names and values of a JSON file in their order, as far as this one needs it. */
    private record Fixture(List<String> names, List<String> values) {

        private static final Pattern ENTRY = Pattern.compile(
                "\"(\\w+)\":\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\[[^\\[\\]{}]*]|-?[\\d.e+-]+)|(?=[{\\[]))");

        static Fixture load() {
            try (InputStream file =
                    Objects.requireNonNull(ParityTest.class.getResourceAsStream("parity.json"), "parity.json")) {
                Fixture fixture = new Fixture(new ArrayList<>(), new ArrayList<>());
                Matcher entry = ENTRY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
                while (entry.find()) {
                    String text = entry.group(2) == null ? null : entry.group(2).replaceAll("\\\\(.)", "$1");
                    fixture.names.add(entry.group(1));
                    fixture.values.add(text != null ? text : Objects.requireNonNullElse(entry.group(3), ""));
                }
                return fixture;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> all(String name) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equals(name)) {
                    all.add(values.get(i));
                }
            }
            return all;
        }

        /** The first value of this name behind the name of the object that holds it. */
        String one(String object, String name) {
            int from = names.indexOf(object);
            return values.get(from + names.subList(from, names.size()).indexOf(name));
        }
    }
}
