package dev.quire.testing;

import dev.quire.testing.SamplePaper.Style;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/** A typed letter as a scanner sees it, grey, skewed and speckled, and the blank back of the sheet. */
record SampleScan(SampleFonts fonts) {
    private static final int DPI = 150;
    private static final float QUALITY = 0.36f;
    private static final int PAPER = 226;

    private static final List<String> LETTER = List.of(
            "Stonebeck, 11 March 2019",
            "",
            "Our ref.: BW/441/em",
            "",
            "Messrs Halvorsen Pumps Ltd",
            "Attn. Mr P. Lindqvist",
            "14 Quay Street",
            "Aldermere AM1 4QT",
            "",
            "",
            "Damage to pump no. 7731, Quarry Lane station",
            "",
            "Dear Mr Lindqvist,",
            "",
            "On 6 March our attendant found pump no. 7731 standing in",
            "about ten centimetres of water. The shaft seal on the drive",
            "side had failed. The motor was dry and has been tested; it",
            "is not damaged.",
            "",
            "The seal was fitted by your own technician on 14 January",
            "(work sheet no. 20886). It has therefore run for less than",
            "1,300 hours, although your leaflet promises 8,000. We ask",
            "you to send us, by 22 March at the latest:",
            "",
            "   1. a new seal kit SK-22, free of charge;",
            "   2. a technician to fit it, on a day to be agreed;",
            "   3. a short report on the cause of the failure.",
            "",
            "Until then pump no. 7732 carries the load alone. Should it",
            "fail too, some 2,400 households would be without water",
            "within four hours. You will understand that we must then",
            "hire a replacement and send you the bill.",
            "",
            "Yours sincerely,",
            "",
            "",
            "",
            "E. Merriweather",
            "Station Manager");

    void write(Path folder) throws IOException {
        var random = new Random(20190311);
        try (SamplePaper typed = new SamplePaper("typed", "", (p, n) -> {}, (p, n) -> {});
                SamplePaper scan = new SamplePaper("Scan_0417", "", (p, n) -> {}, (p, n) -> {})) {
            type(typed);
            BufferedImage front = new PDFRenderer(typed.document()).renderImageWithDPI(0, DPI, ImageType.GRAY);
            BufferedImage back = new BufferedImage(front.getWidth(), front.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
            Graphics2D white = back.createGraphics();
            white.setColor(Color.WHITE);
            white.fillRect(0, 0, back.getWidth(), back.getHeight());
            white.dispose();
            add(scan, aged(skewed(front, 0.8), random));
            add(scan, aged(back, random));
            scan.document().save(folder.resolve("scan.pdf").toFile());
            Files.writeString(folder.resolve("truth").resolve("scan.txt"), typed.truth() + "\f");
        }
    }

    private void type(SamplePaper paper) throws IOException {
        paper.newPage();
        paper.line(fonts.serifBold(paper, 17), 74, 776, "BRIGHTWATER UTILITIES COOPERATIVE");
        paper.line(
                fonts.serif(paper, 10), 74, 760, "The Old Mill, Reservoir Road, Stonebeck SB7 2LN, Tel. 01632 960 300");
        paper.rule(74, 752, 521, 752, 1);
        paper.say("");
        stamp(paper);
        Style typewriter = fonts.mono(paper, 11);
        float y = 718;
        for (String line : LETTER) {
            if (line.isEmpty()) {
                paper.say("");
            } else {
                paper.line(typewriter, 74, y, line);
            }
            if (line.startsWith("Yours")) {
                sign(paper, y - 28);
            }
            y -= 15.2f;
        }
        paper.endPage();
    }

    private void stamp(SamplePaper paper) throws IOException {
        Style face = fonts.sansBold(paper, 13);
        var content = paper.content();
        content.saveGraphicsState();
        content.transform(new Matrix(AffineTransform.getRotateInstance(0.07, 400, 660)));
        content.setStrokingColor(0.45f);
        content.setNonStrokingColor(0.45f);
        content.setLineWidth(1.6f);
        content.addRect(384, 640, 128, 46);
        content.stroke();
        paper.line(face, 410, 667, "RECEIVED");
        paper.line(face, 399, 650, "14 MAR. 2019");
        content.restoreGraphicsState();
        paper.say("");
    }

    private static void sign(SamplePaper paper, float y) throws IOException {
        var content = paper.content();
        content.setLineWidth(1.1f);
        content.moveTo(80, y - 4);
        content.curveTo(100, y + 34, 112, y + 20, 96, y - 6);
        content.curveTo(84, y - 20, 92, y + 16, 118, y + 4);
        content.curveTo(130, y - 4, 126, y + 14, 138, y + 2);
        content.curveTo(146, y - 6, 152, y + 20, 160, y);
        content.curveTo(170, y - 12, 178, y + 12, 190, y + 2);
        content.curveTo(206, y - 4, 214, y + 8, 238, y + 6);
        content.stroke();
    }

    private static BufferedImage skewed(BufferedImage image, double degrees) {
        BufferedImage turned = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = turned.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.rotate(Math.toRadians(degrees), image.getWidth() / 2.0, image.getHeight() / 2.0);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return turned;
    }

    /** Ink fades, paper is grey, darker towards one edge, noisy and speckled. */
    private static BufferedImage aged(BufferedImage image, Random random) {
        BufferedImage aged = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double ink = 1 - image.getRaster().getSample(x, y, 0) / 255.0;
                double paper = PAPER - 14.0 * x / image.getWidth();
                double grey = paper - ink * (paper - 52) + random.nextGaussian() * 3;
                aged.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, grey)));
            }
        }
        Graphics2D graphics = aged.createGraphics();
        graphics.setColor(new Color(120, 120, 120));
        for (int i = 0; i < 40; i++) {
            Path2D speck = new Path2D.Double();
            int x = random.nextInt(image.getWidth());
            int y = random.nextInt(image.getHeight());
            speck.moveTo(x, y);
            speck.lineTo(x + 1 + random.nextInt(2), y);
            speck.lineTo(x, y + 1 + random.nextInt(2));
            speck.closePath();
            graphics.draw(speck);
        }
        graphics.dispose();
        return aged;
    }

    private static void add(SamplePaper scan, BufferedImage image) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        scan.document().addPage(page);
        try (var content = new PDPageContentStream(scan.document(), page)) {
            content.drawImage(
                    JPEGFactory.createFromImage(scan.document(), image, QUALITY, DPI),
                    0,
                    0,
                    SamplePaper.WIDTH,
                    SamplePaper.HEIGHT);
        }
    }
}
