package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.quire.document.PageImage;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrientationTest {

    private static final PageImage PAGE = new APage()
            .with(60, 80, 24, "Minutes of the meeting")
            .with(
                    60,
                    130,
                    11,
                    "The quick brown fox jumps over the lazy dog while fifteen wizards look",
                    "at the sphinx of black quartz, which judges every vow that they make on",
                    "the first of March 2024 in Paris. Payments of 1,234.50 are due within",
                    "thirty days of the invoice; write to billing@example.com for questions.")
            .image();

    private static Orientation orientation;

    @BeforeAll
    static void open() throws EngineException {
        TorchSettings.apply();
        orientation = new Orientation(new PictureNetwork(Network.load("ori.pt", Device.cpu()), new TightShapes()));
    }

    @AfterAll
    static void close() {
        orientation.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 3", "2, 2", "3, 1"})
    void theTurnThatBringsAPageUprightComesIntoQuestion(int turned, int back) throws EngineException {
        Sheet sheet = Sheet.of(APage.turned(PAGE, turned, 0));

        List<Integer> candidates = orientation.candidates(List.of(sheet)).get(0);

        assertThat(candidates).contains(back);
        assertThat(List.of(back, (back + 2) % 4)).contains(candidates.get(0));
    }

    @Test
    void surelyUprightIsTakenAtItsWord() {
        assertThat(Orientation.candidates(new float[] {5, -4, 1, -4})).containsExactly(0);
    }

    @Test
    void betweenUpAndDownBothAreTried() {
        assertThat(Orientation.candidates(new float[] {5, -4, 4, -4})).containsExactly(0, 2);
        assertThat(Orientation.candidates(new float[] {-5, -4, 4, -4})).containsExactly(2, 0);
    }

    @Test
    void whereTheNetworkKnowsNothingEveryTurnIsTried() {
        assertThat(Orientation.candidates(new float[] {-0.1f, -0.8f, -0.4f, -1.9f}))
                .containsExactly(0, 3, 2, 1);
    }

    @Test
    void aQuarterTurnIsCheckedAgainstItsOppositeAndAgainstUpright() {
        assertThat(Orientation.candidates(new float[] {0, 9, 0, 1})).containsExactly(3, 0);
        assertThat(Orientation.candidates(new float[] {0, 1, 0, 9})).containsExactly(1, 0);
    }
}
