package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.PageImage;
import dev.quire.document.PageText;
import dev.quire.testing.HookedEngines;
import dev.quire.testing.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Figures on their way into {@code pages}: whole runs, with an engine that finds one where the test says. */
@ExtendWith(LocalSpark.class)
class FiguresOfPagesTest {

    private static final Map<String, String> ASKED = Map.of("spark.quire.figures", "true");

    private final Path input;
    private final TestJob job;
    private final AtomicReference<BufferedImage> drawn = new AtomicReference<>();

    FiguresOfPagesTest(SparkSession spark, @TempDir Path folder) throws IOException {
        this.input = Files.createDirectory(folder.resolve("in"));
        this.job = new TestJob(spark, folder.resolve("out").toString(), HookedEngines.reading(this::read));
        for (String name : List.of("scan.pdf", "invoice.pdf")) {
            Files.copy(Path.of("docs/samples", name), input.resolve(name));
        }
    }

    /** A line above a figure. */
    private PageText read(PageImage page) {
        drawn.set(page.image());
        Block line = new Block(Block.Type.TEXT, new Box(0, 0, 400, 90), "A line", 1);
        Block figure = new Block(Block.Type.FIGURE, new Box(100, 200, 700, 450), "", 1);
        return new PageText("A line", "A line", List.of(line, figure), List.of(), 1, 0);
    }

    @Test
    void figuresLandWithTheirPagesAsSoonAsTheyAreAskedFor() throws IOException {
        job.run(Map.of(), input.toString());
        assertThat(job.rows("SELECT DISTINCT figures FROM pages")).hasToString("[[null]]");

        assertThat(job.run(ASKED, input.toString()).orElseThrow().pagesIn()).isEqualTo(3);

        assertThat(job.rows("SELECT source, status, size(figures) FROM pages ORDER BY status, source"))
                .hasToString("[[null,BLANK,null], [OCR,OK,1], [TEXT_LAYER,OK,null]]");
        Row figure = job.rows("SELECT inline(figures) FROM pages").get(0);
        assertThat(List.of(figure.getInt(0), figure.getInt(1), figure.getInt(2)))
                .containsExactly(1, 600, 250);
        BufferedImage cut = ImageIO.read(new ByteArrayInputStream(figure.<byte[]>getAs("png")));
        assertThat(cut.getRGB(0, 0, 600, 250, null, 0, 600))
                .isEqualTo(Objects.requireNonNull(drawn.get()).getRGB(100, 200, 600, 250, null, 0, 600));
    }
}
