package dev.quire.document;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a file is, told by its first and last bytes, never by its name. */
enum FileFormat {
    PDF("PDF"),
    WORD("a Word document (DOCX)"),
    SPREADSHEET("an Excel workbook (XLSX)"),
    SLIDES("a PowerPoint presentation (PPTX)"),
    ZIP("a ZIP archive"),
    OLD_OFFICE("an old Office document (DOC, XLS or PPT)"),
    RICH_TEXT("a rich text document (RTF)"),
    POSTSCRIPT("PostScript"),
    PNG("a PNG image"),
    JPEG("a JPEG image"),
    TIFF("a TIFF image"),
    BIG_TIFF("a BigTIFF image"),
    GIF("a GIF image"),
    BMP("a BMP image"),
    WEBP("a WebP image"),
    JPEG_2000("a JPEG 2000 image"),
    HTML("HTML or XML"),
    GZIP("a gzip archive"),
    TEXT("plain text"),
    UNKNOWN("not a format that Quire knows");

    private static final Set<FileFormat> IMAGES = EnumSet.of(PNG, JPEG, TIFF, GIF, BMP, JPEG_2000);

    static final int HEAD = 4096;

    static final int TAIL = 1024;

    /** How far leading junk may push the header, as viewers accept it. */
    private static final int HEADER_WITHIN = 1024;

    private final String description;

    FileFormat(String description) {
        this.description = description;
    }

    /** As the tables show it. */
    String id() {
        return name().replace("_", "").toLowerCase(Locale.ROOT);
    }

    boolean isImage() {
        return IMAGES.contains(this);
    }

    String description() {
        return description;
    }

    static FileFormat of(byte[] headBytes, byte[] tailBytes) {
        String head = new String(headBytes, StandardCharsets.ISO_8859_1);
        String tail = new String(tailBytes, StandardCharsets.ISO_8859_1);
        int header = head.indexOf("%PDF-");
        if (header >= 0 && header < HEADER_WITHIN) {
            return PDF;
        }
        FileFormat known = magic(head);
        if (known != UNKNOWN) {
            return known;
        }
        // A file that lost its header is still one if it holds objects or a cross reference: the parser repairs it
        if (head.contains(" 0 obj") || tail.contains("startxref")) {
            return PDF;
        }
        return isText(headBytes) ? text(head) : UNKNOWN;
    }

    private static FileFormat magic(String head) {
        if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
            return zip(head);
        }
        if (head.startsWith("\u0089PNG\r\n")) {
            return PNG;
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return TIFF;
        }
        if (head.startsWith("II+\0") || head.startsWith("MM\0+")) {
            return BIG_TIFF;
        }
        if (head.startsWith("\u00d0\u00cf\u0011\u00e0")) {
            return OLD_OFFICE;
        }
        if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (head.startsWith("jP  ", 4) || head.startsWith("\u00ffO\u00ffQ")) {
            return JPEG_2000;
        }
        return shortMagic(head);
    }

    private static FileFormat shortMagic(String head) {
        if (head.startsWith("GIF8")) {
            return GIF;
        }
        if (head.startsWith("{\\rtf")) {
            return RICH_TEXT;
        }
        if (head.startsWith("%!PS")) {
            return POSTSCRIPT;
        }
        if (head.startsWith("\u001f\u008b")) {
            return GZIP;
        }
        return head.startsWith("BM") && head.startsWith("\0\0\0\0", 6) ? BMP : UNKNOWN;
    }

    private static FileFormat zip(String head) {
        if (head.contains("word/")) {
            return WORD;
        }
        if (head.contains("xl/")) {
            return SPREADSHEET;
        }
        return head.contains("ppt/") ? SLIDES : ZIP;
    }

    private static FileFormat text(String head) {
        String start = head.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml") ? HTML : TEXT;
    }

    private static boolean isText(byte[] bytes) {
        for (byte value : bytes) {
            if (value >= 0 && value < ' ' && value != '\n' && value != '\r' && value != '\t' && value != '\f') {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
