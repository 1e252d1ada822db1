package dev.quire.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.jspecify.annotations.Nullable;

/** Small PDFs: well-formed ones by PDFBox, hostile ones object by object. */
public final class APdf {

    private APdf() {}

    /** One A4 page for each text. */
    public static byte[] withPages(String... texts) {
        return written(texts, null);
    }

    public static byte[] withPassword(String password, String text) {
        return written(new String[] {text}, new StandardProtectionPolicy("owner", password, new AccessPermission()));
    }

    private static byte[] written(String[] texts, @Nullable StandardProtectionPolicy policy) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (String text : texts) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 24);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            if (policy != null) {
                document.protect(policy);
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Objects numbered from 1, the first one is the catalogue. Characters are bytes. */
    public static byte[] withObjects(String... objects) {
        StringBuilder file = new StringBuilder("%PDF-1.7\n");
        List<Integer> offsets = new ArrayList<>();
        for (String object : objects) {
            offsets.add(file.length());
            file.append(offsets.size()).append(" 0 obj\n").append(object).append("\nendobj\n");
        }
        int start = file.length();
        file.append("xref\n0 ").append(objects.length + 1).append("\n0000000000 65535 f \n");
        offsets.forEach(offset -> file.append("%010d 00000 n \n".formatted(offset)));
        file.append(
                "trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n".formatted(objects.length + 1, start));
        return bytes(file.toString());
    }

    /** The same with the first of them in a stream of objects, and the table of all in another, neither compressed. */
    public static byte[] withPackedObjects(int packed, String... objects) {
        StringBuilder file = new StringBuilder("%PDF-1.7\n");
        StringBuilder table = new StringBuilder(entry(0, 0, 0xffff));
        StringBuilder places = new StringBuilder();
        StringBuilder contents = new StringBuilder();
        int stream = objects.length + 1;
        for (int i = 0; i < objects.length; i++) {
            if (i < packed) {
                table.append(entry(2, stream, i));
                places.append(i + 1).append(' ').append(contents.length()).append(' ');
                contents.append(objects[i]).append('\n');
            } else {
                table.append(entry(1, file.length(), 0));
                file.append("%d 0 obj\n%s\nendobj\n".formatted(i + 1, objects[i]));
            }
        }
        String objectStream = stream(
                "/Type /ObjStm /N %d /First %d".formatted(packed, places.length()),
                places.append(contents).toString());
        table.append(entry(1, file.length(), 0));
        file.append("%d 0 obj\n%s\nendobj\n".formatted(stream, objectStream));
        int start = file.length();
        table.append(entry(1, start, 0));
        String tableStream =
                stream("/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R".formatted(stream + 2), table.toString());
        file.append("%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n".formatted(stream + 1, tableStream, start));
        return bytes(file.toString());
    }

    private static String entry(int kind, int place, int index) {
        return hex("%02x %08x %04x".formatted(kind, place, index));
    }

    /** One page of 612 x 792 points whose content is object 4; further objects count from 5. */
    public static byte[] withContent(String resources, String content, String... further) {
        return withPage("/MediaBox [0 0 612 792] /Resources << %s >>".formatted(resources), content, further);
    }

    public static byte[] withPage(String entries, String content, String... further) {
        List<String> objects = new ArrayList<>(List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>".formatted(entries),
                stream("", content)));
        objects.addAll(List.of(further));
        return withObjects(objects.toArray(String[]::new));
    }

    public static String stream(String entries, String data) {
        return "<< %s /Length %d >>\nstream\n%s\nendstream".formatted(entries, data.length(), data);
    }

    /** A stream of so many zero bytes, compressed. */
    public static String zeros(String entries, long count) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION), 1 << 16)) {
            byte[] block = new byte[1 << 20];
            for (long left = count; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stream(entries + " /Filter /FlateDecode", packed.toString(StandardCharsets.ISO_8859_1));
    }

    /** Bytes written as hexadecimal digits, spaces between them as you like. */
    public static String hex(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits.replace(" ", ""));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
