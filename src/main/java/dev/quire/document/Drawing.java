package dev.quire.document;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Whether pages can be drawn here: Java does that by native libraries, of which small installations lack one or another. */
public final class Drawing {

    private static final int SIDE = 16;

    private Drawing() {}

    /** Throws BrokenInstallationException where they cannot. A process looks once: later on, the reason would be hidden. */
    public static void require() {
        if (!Look.MISSING.isEmpty()) {
            throw new BrokenInstallationException(Look.MISSING, null);
        }
    }

    private static final class Look {

        static final String MISSING = missing();

        private static String missing() {
            try {
                draw();
                return "";
            } catch (LinkageError | AWTError | IOException e) {
                return Failures.text(e);
            }
        }

        /** One small picture, by all libraries that pages need: shapes and pictures, colour profiles, JPEG. */
        private static void draw() throws IOException {
            RenderSettings.apply();
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.fill(new Ellipse2D.Float(1, 1, SIDE / 2f, SIDE / 2f));
            graphics.drawImage(image, AffineTransform.getScaleInstance(0.5, 0.5), null);
            graphics.dispose();
            ColorSpace.getInstance(ColorSpace.CS_PYCC).toRGB(new float[] {0.5f, 0.5f, 0.5f});
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            if (!ImageIO.write(image, "jpeg", file)
                    || ImageIO.read(new ByteArrayInputStream(file.toByteArray())) == null) {
                throw new IOException("no reader or writer of JPEG files");
            }
        }
    }
}
