package dev.quire.infer.embedded;

import dev.quire.document.PageImage;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** A4 pages for tests, written line by line and rendered at 171 dpi. */
final class APage {

    private static final float SCALE = 171 / 72f;

    private record Text(float x, float y, float size, String text) {}

    private record Stroke(float x, float y, float toX, float toY) {}

    private final List<Text> texts = new ArrayList<>();
    private final List<Stroke> strokes = new ArrayList<>();

    /** Writes at points from the left and from the top. */
    APage with(float x, float y, float size, String... lines) {
        for (int i = 0; i < lines.length; i++) {
            texts.add(new Text(x, y + i * size * 1.3f, size, lines[i]));
        }
        return this;
    }

    /** Draws a line, at points from the left and from the top. */
    APage withRule(float x, float y, float toX, float toY) {
        strokes.add(new Stroke(x, y, toX, toY));
        return this;
    }

    PageImage image() {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            PDType1Font font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                for (Text text : texts) {
                    content.beginText();
                    content.setFont(font, text.size());
                    content.newLineAtOffset(text.x(), PDRectangle.A4.getHeight() - text.y());
                    content.showText(text.text());
                    content.endText();
                }
                for (Stroke stroke : strokes) {
                    content.setLineWidth(0.7f);
                    content.moveTo(stroke.x(), PDRectangle.A4.getHeight() - stroke.y());
                    content.lineTo(stroke.toX(), PDRectangle.A4.getHeight() - stroke.toY());
                    content.stroke();
                }
            }
            return of(new PDFRenderer(document).renderImage(0, SCALE, ImageType.RGB));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PageImage resource(String name) {
        try (InputStream file = Objects.requireNonNull(APage.class.getResourceAsStream(name), name)) {
            return of(ImageIO.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turned by quarters of a full turn, clockwise, then by some degrees more about its centre. */
    static PageImage turned(PageImage page, int quarters, double degrees) {
        Grey turned = new Grey(page.grey(), page.width(), page.height()).turned(quarters);
        AffineTransform askew =
                AffineTransform.getRotateInstance(Math.toRadians(degrees), turned.width() / 2.0, turned.height() / 2.0);
        Grey grey = degrees == 0 ? turned : turned.transformed(askew);
        BufferedImage image = new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < grey.height(); y++) {
            for (int x = 0; x < grey.width(); x++) {
                image.setRGB(x, y, grey.at(x, y) * 0x010101);
            }
        }
        return of(image);
    }

    private static PageImage of(BufferedImage image) {
        return of(image, 1 / SCALE);
    }

    static PageImage of(BufferedImage image, float pointsPerPixel) {
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        rgb.getGraphics().drawImage(image, 0, 0, null);
        return new PageImage(rgb, pointsPerPixel, List.of());
    }
}
