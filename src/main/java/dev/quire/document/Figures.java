package dev.quire.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The figures of a page, cut from it as it was drawn.
 *
 * @param warnings what of them is missing, and why
 */
public record Figures(List<Figure> list, List<String> warnings) {

    /** Pixels of a side that show anything. */
    static final int SMALLEST = 8;

    /** Pixels of all figures of a page together: a bound for its row. An A4 page has 3.4 million by default. */
    static final int MOST_PIXELS = 10_000_000;

    public Figures {
        list = List.copyOf(list);
        warnings = List.copyOf(warnings);
    }

    /** Cuts out what blocks of the page, with boxes in its pixels, call a figure and show anything. */
    public static Figures of(PageImage page, List<Block> blocks) {
        List<Figure> figures = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        long room = MOST_PIXELS;
        int leftOut = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).type() != Block.Type.FIGURE) {
                continue;
            }
            Part part = Part.of(page, blocks.get(i).box());
            if (part.isTiny()) {
                continue;
            }
            if (part.pixels() > room) {
                leftOut++;
                continue;
            }
            try {
                figures.add(new Figure(i, part.width, part.height, part.png(page.image())));
                room -= part.pixels();
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                warnings.add("Figure %d could not be cut out: %s".formatted(i, Failures.text(e)));
            }
        }
        if (leftOut > 0) {
            warnings.add(
                    "%d figures are left out: those of a page have %,d pixels together at most. A smaller spark.quire.render.long-side leaves room"
                            .formatted(leftOut, MOST_PIXELS));
        }
        return new Figures(figures, warnings);
    }

    /** Whole pixels of a page. */
    private record Part(int left, int top, int width, int height) {

        /** All pixels of the page that the box touches. */
        static Part of(PageImage page, Box box) {
            int left = within(Math.floor(box.left()), page.width());
            int top = within(Math.floor(box.top()), page.height());
            return new Part(
                    left,
                    top,
                    within(Math.ceil(box.right()), page.width()) - left,
                    within(Math.ceil(box.bottom()), page.height()) - top);
        }

        private static int within(double place, int most) {
            return (int) Math.max(0, Math.min(most, place));
        }

        boolean isTiny() {
            return width < SMALLEST || height < SMALLEST;
        }

        long pixels() {
            return (long) width * height;
        }

        byte[] png(BufferedImage image) throws IOException {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            if (!ImageIO.write(image.getSubimage(left, top, width, height), "png", file)) {
                throw new IOException("No writer of PNG files");
            }
            return file.toByteArray();
        }
    }
}
