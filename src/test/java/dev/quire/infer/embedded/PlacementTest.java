package dev.quire.infer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.quire.document.PageImage;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a GPU is given, on the CPU: the same networks in other shapes, fed by one thread. */
final class PlacementTest {

    private static final PageImage PAGE = new APage()
            .with(60, 80, 24, "Annual Report")
            .with(
                    60,
                    130,
                    11,
                    "The quick brown fox jumps over the lazy dog while fifteen wizards look",
                    "at the sphinx of black quartz, which judges every vow that they make on",
                    "the first of March 2024 in Paris.")
            .with(60, 220, 9, "Payments of 1,234.50 are due within thirty days of the invoice.")
            .image();

    @Test
    void aPageReadsTheSameInShapesForAGpu() throws EngineException {
        List<PageImage> pages = List.of(PAGE, APage.resource("chinese.png"), APage.turned(PAGE, 1, 0));
        try (Engine tight = EmbeddedEngine.open(onCpu(new TightShapes()));
                Engine few = EmbeddedEngine.open(onCpu(new FewShapes()))) {
            assertThat(texts(few, pages)).isEqualTo(texts(tight, pages));
        }
    }

    /** Whether a comma is wide or narrow may turn on the padding behind its line. */
    private static List<String> texts(Engine engine, List<PageImage> pages) throws EngineException {
        return engine.read(pages).stream()
                .map(page -> Normalizer.normalize(page.markdown(), Normalizer.Form.NFKC))
                .toList();
    }

    @Test
    void onlyAGpuIsGivenFewShapesAndHalfThePrecision() {
        try (Placement cpu = Placement.of(Device.CPU);
                Placement gpu = Placement.of(new Device(Device.Kind.GPU, 1))) {
            assertThat(cpu.shapes()).isEqualTo(new TightShapes());
            assertThat(cpu.precision()).isEqualTo(DataType.FLOAT32);
            assertThat(gpu.shapes()).isEqualTo(new FewShapes());
            assertThat(gpu.precision()).isEqualTo(DataType.FLOAT16);
            assertThat(gpu.device()).isEqualTo(ai.djl.Device.gpu(1));
        }
    }

    private static Placement onCpu(Shapes shapes) {
        return new Placement(ai.djl.Device.cpu(), ".pt", DataType.FLOAT32, shapes, Placement.oneThread());
    }
}
