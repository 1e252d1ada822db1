package dev.quire;

import dev.quire.testing.CountingProxy.Count;
import dev.quire.testing.CountingProxy.Kind;
import dev.quire.testing.LocalSpark;
import dev.quire.testing.S3Server;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Prints how many requests and bytes a small and a large PDF cost on S3, over a whole run. See docs/benchmarks.md. */
final class BenchmarkS3Requests {

    private static final int WIDTH = 2_480;
    private static final int HEIGHT = 3_508;

    private BenchmarkS3Requests() {}

    public static void main(String[] arguments) throws Exception {
        try (S3Server s3 = S3Server.start()) {
            LocalSpark.use(s3.settings());
            String bucket = s3.newBucket();
            System.out.println("| pages | file | HEAD | GET | bytes read / file |\n|---|---|---|---|---|");
            print(s3, bucket, "small.pdf", Files.readAllBytes(Path.of("docs/samples/contract.pdf")));
            for (int pages : new int[] {1, 10, 20}) {
                print(s3, bucket, pages + "-scans.pdf", scans(pages));
            }
        }
        LocalSpark.session().stop();
    }

    private static void print(S3Server s3, String bucket, String name, byte[] pdf) throws Exception {
        String folder = name.replace('.', '-');
        s3.put(bucket, folder + "/" + name, pdf);
        s3.proxy().reset();
        TestJob job = new TestJob(
                LocalSpark.session(),
                Files.createTempDirectory("quire-requests-").toString());
        long pages = job.run(Map.of(), "s3a://" + bucket + "/" + folder)
                .orElseThrow()
                .pagesIn();
        Map<Kind, Count> counts = s3.proxy().counts("/" + bucket + "/" + folder + "/" + name);
        Count reads = counts.getOrDefault(Kind.GET, new Count(0, 0));
        System.out.printf(
                "| %d | %.2f MB | %d | %d | %.2f |%n",
                pages,
                pdf.length / 1e6,
                counts.getOrDefault(Kind.HEAD, new Count(0, 0)).requests(),
                reads.requests(),
                (double) reads.bytes() / pdf.length);
    }

    /** A4 pages at 300 dpi, 8.7 MB of plain grey each. */
    private static byte[] scans(int pages) throws IOException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (int number = 1; number <= pages; number++) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                PDImageXObject image = new PDImageXObject(
                        document,
                        new ByteArrayInputStream(pixels("Page " + number)),
                        (COSName) null,
                        WIDTH,
                        HEIGHT,
                        8,
                        PDDeviceGray.INSTANCE);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(image, 0, 0, PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
                }
            }
            document.save(out);
            return out.toByteArray();
        }
    }

    private static byte[] pixels(String text) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 80));
        graphics.drawString(text, 400, 600);
        graphics.dispose();
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
