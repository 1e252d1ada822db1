package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.config.QuireConfig;
import dev.quire.document.FinishReason;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.Engines;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small random model behind the engine's interface: what it says means nothing, how it says it does. */
final class DeepSeekEngineTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "spark.quire.engine", "deepseek-ocr-2",
            "spark.quire.model", Answers.MODEL.toString(),
            "spark.quire.deepseek.pages", "3",
            "spark.quire.deepseek.cpu", "allow");

    @Test
    void pagesReadTogetherReadAsAlone() throws EngineException {
        EngineFactory factory = Engines.find("deepseek-ocr-2").with(QuireConfig.from(SETTINGS));
        try (Engine engine = factory.open(Device.CPU)) {
            List<PageImage> pages = List.of(page(300, 200, 1), page(200, 300, 2), page(300, 300, 3), page(900, 400, 4));

            List<PageText> together = engine.read(pages);

            assertThat(together).allSatisfy(text -> {
                assertThat(text.finish()).isNotNull();
                assertThat(text.tokens()).isPositive();
            });
            assertThat(engine.read(List.of(pages.get(3))).get(0)).isEqualTo(together.get(3));
            assertThat(together).anySatisfy(text -> assertThat(text.finish()).isEqualTo(FinishReason.STOP));
        }
    }

    @Test
    void morePagesThanMayWaitAreAllRead() throws EngineException {
        try (Engine engine = DeepSeekEngine.open(Answers.MODEL, Prompt.MARKDOWN, 1, 2, Device.CPU)) {
            List<PageText> texts = engine.read(Collections.nCopies(7, page(300, 200, 1)));

            assertThat(texts).hasSize(7).allMatch(texts.get(0)::equals);
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Engines.find("deepseek-ocr-2").with(QuireConfig.from(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("spark.quire.model is not set.");
        assertThatThrownBy(() ->
                        Engines.find("deepseek-ocr-2").with(QuireConfig.from(Map.of("spark.quire.model", "/model"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("deepseek-ocr-2 needs a GPU: set spark.quire.device=gpu.");
        assertThatThrownBy(() -> DeepSeekEngine.open(Path.of("/no/such/folder"), Prompt.MARKDOWN, 1, 1, Device.CPU))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("config.json is missing");
    }

    private static PageImage page(int width, int height, int seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * x * seed + y * 7) & 0xffffff);
            }
        }
        return new PageImage(image, 1, List.of());
    }
}
