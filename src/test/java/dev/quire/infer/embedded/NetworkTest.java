package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.quire.document.ErrorClass;
import dev.quire.document.PageImage;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same pictures through the same networks as in Python, where src/test/python/parity_fixture.py ran. */
final class NetworkTest {

    @BeforeAll
    static void settings() throws EngineException {
        TorchSettings.apply();
    }

    @Test
    void theRecognizerAnswersAsInPython() throws Exception {
        double[] expected = expected("line.expected.txt");
        try (Network network = Network.load("rec.pt", Device.cpu())) {
            ClassMap answer = network.run(
                    pixels("line.png", 8),
                    1,
                    32,
                    288,
                    list -> new ClassMap(list.get(0).toFloatArray(), list.get(1).toLongArray()));

            assertThat(answer.columns() * 2).isEqualTo(expected.length);
            for (int i = 0; i < answer.columns(); i++) {
                assertThat(answer.confidence(i)).isCloseTo((float) expected[i], within(0.002f));
                assertThat(answer.ofClass(i)).isEqualTo((int) expected[answer.columns() + i]);
            }
        }
    }

    @Test
    void theDetectorAnswersAsInPython() throws Exception {
        double[] expected = expected("chinese.expected.txt");
        try (Network network = Network.load("det.pt", Device.cpu())) {
            float[] answer = network.run(
                    pixels("chinese.png", 32),
                    1,
                    448,
                    928,
                    list -> list.singletonOrThrow().toFloatArray());

            for (int i = 0; i < expected.length; i++) {
                assertThat(answer[97 * i]).isCloseTo((float) expected[i], within(0.02f));
            }
        }
    }

    @Test
    void aMissingFileIsAModelError() {
        assertThatThrownBy(() -> Network.load("no-such.pt", Device.cpu()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.MODEL))
                .hasMessage("Could not load no-such.pt on cpu(): no-such.pt is not on the class path");
    }

    @Test
    void aPictureOfTheWrongShapeIsAModelErrorAndTheNetworkGoesOn() throws Exception {
        try (Network network = Network.load("rec.pt", Device.cpu())) {
            assertThatThrownBy(() -> network.run(new byte[7 * 8], 1, 7, 8, list -> list.size()))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("The network failed on 1 pictures of 8 x 7: ");
            assertThat(network.<Integer>run(pixels("line.png", 8), 1, 32, 288, list -> list.size()))
                    .isEqualTo(2);
        }
    }

    private static byte[] pixels(String name, int grid) {
        PageImage image = APage.resource(name);
        int width = (image.width() + grid - 1) / grid * grid;
        int height = (image.height() + grid - 1) / grid * grid;
        byte[] pixels = new byte[width * height];
        new Grey(image.grey(), image.width(), image.height()).copyTo(pixels, 0, width, height);
        return pixels;
    }

    private static double[] expected(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(NetworkTest.class.getResourceAsStream(name), name)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().mapToDouble(Double::parseDouble).toArray();
        }
    }
}
