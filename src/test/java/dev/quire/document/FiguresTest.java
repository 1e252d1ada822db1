package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.BytesInMemory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static PageImage scan() throws IOException, DocumentException {
        byte[] file = Files.readAllBytes(Path.of("docs/samples/scan.pdf"));
        try (OpenDocument document = Documents.open(BytesInMemory.of(file), DocumentLimits.DEFAULT)) {
            return document.render(1);
        }
    }

    private static Block figure(float left, float top, float right, float bottom) {
        return new Block(Block.Type.FIGURE, new Box(left, top, right, bottom), "", Float.NaN);
    }

    private static int[] pixels(BufferedImage image, int left, int top, int width, int height) {
        return image.getRGB(left, top, width, height, null, 0, width);
    }

    @Test
    void aFigureIsWhatThePageShowsInItsBox() throws IOException, DocumentException {
        PageImage page = scan();
        Block text = new Block(Block.Type.TEXT, new Box(0, 0, 500, 100), "text", Float.NaN);

        Figures figures = Figures.of(page, List.of(text, figure(100.7f, 200, 699.2f, 450.5f)));

        assertThat(figures.warnings()).isEmpty();
        assertThat(figures.list()).hasSize(1);
        Figure figure = figures.list().get(0);
        assertThat(List.of(figure.block(), figure.width(), figure.height())).containsExactly(1, 600, 251);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(figure.png()));
        int[] cut = pixels(read, 0, 0, read.getWidth(), read.getHeight());
        assertThat(cut).isEqualTo(pixels(page.image(), 100, 200, 600, 251));
        assertThat(Arrays.stream(cut).distinct().count())
                .as("It shows something")
                .isGreaterThan(9);
    }

    @Test
    void aBoxEndsWhereItsPageEnds() throws IOException, DocumentException {
        PageImage page = scan();

        Figures figures =
                Figures.of(page, List.of(figure(-50, page.height() - 20, Float.POSITIVE_INFINITY, page.height() + 50)));

        assertThat(figures.list())
                .extracting(Figure::width, Figure::height)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(page.width(), 20));
    }

    @Test
    void whatIsTinyOrBesideThePageIsNoFigure() throws IOException, DocumentException {
        PageImage page = scan();

        Figures figures = Figures.of(
                page,
                List.of(
                        figure(10, 10, 10, 90),
                        figure(10, 10, 17, 90),
                        figure(page.width(), 10, page.width() + 90, 90),
                        figure(10, 10, 18, 18)));

        assertThat(figures.list()).extracting(Figure::block).containsExactly(3);
        assertThat(figures.warnings()).isEmpty();
    }

    @Test
    void aModelThatFindsFiguresWithoutEndCostsABoundedRowAndAWarning() {
        PageImage page = new PageImage(new BufferedImage(2000, 2000, BufferedImage.TYPE_INT_RGB), 1, List.of());

        Figures figures = Figures.of(page, Collections.nCopies(400, figure(0, 0, 2000, 2000)));

        assertThat(figures.list()).hasSize(2);
        assertThat(figures.warnings())
                .containsExactly("398 figures are left out: those of a page have 10,000,000 pixels together at most."
                        + " A smaller spark.quire.render.long-side leaves room");
    }
}
