package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes as Pillow, which quire_deepseek/image_fixture.py asked. */
final class ImageParityTest {

    private record Expected(String name, int columns, int rows, String view, String tiles) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void viewsAreThoseOfPillowBitForBit(Expected expected) throws Exception {
        BufferedImage image = image(expected.name);

        PageViews views = PageViews.of(image);
        byte[] bytes = new byte[PageViews.bytes(views.grid().tiles())];
        views.writeTo(ByteBuffer.wrap(bytes));

        int view = PageViews.bytes(0);
        assertThat(views.grid()).isEqualTo(new TileGrid(expected.columns, expected.rows));
        assertThat(digest(Arrays.copyOf(bytes, view))).isEqualTo(expected.view);
        assertThat(digest(Arrays.copyOfRange(bytes, view, bytes.length))).isEqualTo(expected.tiles);
    }

    static Stream<Expected> pages() throws IOException {
        try (Reader json = new InputStreamReader(
                Objects.requireNonNull(ImageParityTest.class.getResourceAsStream("images/expected.json")),
                StandardCharsets.UTF_8)) {
            return Stream.of(new Gson().fromJson(json, Expected[].class));
        }
    }

    private static BufferedImage image(String name) throws IOException {
        BufferedImage read = ImageIO.read(
                Objects.requireNonNull(ImageParityTest.class.getResource("images/" + name + ".png"), name));
        BufferedImage image = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(read, 0, 0, null);
        graphics.dispose();
        return image;
    }

    private static String digest(byte[] planes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(planes));
    }
}
