package dev.quire.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** A folder of small documents: {@code new SampleFolder(temp).withPdf("a b/one.pdf", "first page", "second page")}. */
public record SampleFolder(Path path) {

    /** A page for each text; an empty text makes a blank page, line breaks are kept. */
    public SampleFolder withPdf(String name, String... pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 14);
                    content.setLeading(20);
                    content.newLineAtOffset(72, 740);
                    for (String line : text.lines().toList()) {
                        content.showText(line);
                        content.newLine();
                    }
                    content.endText();
                }
            }
            document.save(file(name).toFile());
        }
        return this;
    }

    /** A file of any content, such as one that only claims to be a PDF. */
    public SampleFolder withFile(String name, byte[] content) throws IOException {
        Files.write(file(name), content);
        return this;
    }

    private Path file(String name) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }
}
