package dev.quire.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/** A PDF that is set line by line, and beside it its truth: the text that a reader sees, in reading order. */
final class SamplePaper implements AutoCloseable {
    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();

    /** A face in a size. */
    record Style(PDFont font, float size, float leading, float after, boolean justified) {
        Style leading(float points) {
            return new Style(font, size, points, after, justified);
        }

        Style after(float points) {
            return new Style(font, size, leading, points, justified);
        }

        Style justify() {
            return new Style(font, size, leading, after, true);
        }

        float width(String text) throws IOException {
            return font.getStringWidth(text) * size / 1000;
        }
    }

    /** A column that text flows through; y grows upwards. */
    record Frame(float left, float top, float width, float bottom) {}

    /** What is drawn on every page. */
    interface PageSetup {
        void draw(SamplePaper paper, int page) throws IOException;
    }

    /** A Chinese character or a Latin word, with the punctuation that must not be parted from it. */
    private static final Pattern PIECE = Pattern.compile("[“《（]*(?:[\\x21-\\x7E]+|\\S)[，。；：、）》”]*|\\s+");

    private static final Pattern AFTER_SPACE = Pattern.compile("(?<= )");
    private static final Pattern WORD = Pattern.compile("\\S+|\\s+");

    private final PDDocument document = new PDDocument();
    private final PDDocumentOutline outline = new PDDocumentOutline();
    private final Map<Path, PDFont> fonts = new HashMap<>();
    private final StringBuilder truth = new StringBuilder();
    private final PageSetup header;
    private final PageSetup footer;
    private List<Frame> frames = List.of();
    private int frame;
    private float y;
    private PDPageContentStream content;

    SamplePaper(String title, String author, PageSetup header, PageSetup footer) {
        this.header = header;
        this.footer = footer;
        document.setDocumentId((long) title.hashCode());
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setAuthor(author);
        document.getDocumentInformation()
                .setCreationDate(GregorianCalendar.from(ZonedDateTime.of(2025, 4, 17, 9, 30, 0, 0, ZoneOffset.UTC)));
    }

    PDDocument document() {
        return document;
    }

    PDPageContentStream content() {
        return content;
    }

    float left() {
        return frames.get(frame).left();
    }

    float y() {
        return y;
    }

    /** A face from a font file, embedded as a subset. */
    Style style(Path file, float size) throws IOException {
        PDFont font = fonts.get(file);
        if (font == null) {
            try (var stream = Files.newInputStream(file)) {
                font = PDType0Font.load(document, stream, true);
            }
            fonts.put(file, font);
        }
        return new Style(font, size, size * 1.3f, size * 0.5f, false);
    }

    void newPage() throws IOException {
        endPage();
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        content = new PDPageContentStream(document, page);
        header.draw(this, document.getNumberOfPages());
    }

    void flowThrough(Frame... columns) {
        frames = List.of(columns);
        frame = 0;
        y = columns[0].top();
    }

    void bookmark(String title) {
        PDPageXYZDestination destination = new PDPageXYZDestination();
        destination.setPage(document.getPage(document.getNumberOfPages() - 1));
        destination.setTop((int) y);
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle(title);
        item.setDestination(destination);
        outline.addLast(item);
    }

    /** Starts the next column unless this much height is left in this one. */
    void need(float height) throws IOException {
        if (y - height < frames.get(frame).bottom()) {
            frame++;
            if (frame == frames.size()) {
                newPage();
            } else {
                y = frames.get(frame).top();
            }
        }
    }

    void space(float height) {
        y -= height;
    }

    void paragraph(Style style, String text) throws IOException {
        paragraph(style, "", 0, text);
    }

    /** A paragraph with a hanging label, such as a clause number. */
    void paragraph(Style style, String label, float indent, String text) throws IOException {
        List<String> lines = wrap(style, text, frames.get(frame).width() - indent);
        for (int i = 0; i < lines.size(); i++) {
            need(style.leading());
            y -= style.leading();
            float left = frames.get(frame).left();
            boolean labelled = i == 0 && !label.isEmpty();
            if (labelled) {
                put(style, left, y, label);
            }
            boolean fill = style.justified() && i < lines.size() - 1;
            justified(
                    style,
                    left + indent,
                    y,
                    lines.get(i),
                    fill ? frames.get(frame).width() - indent : 0);
            say((labelled ? label + " " : "") + lines.get(i));
        }
        y -= style.after();
        say("");
    }

    /** A line at a place of its own, in the truth too. */
    void line(Style style, float x, float baseline, String text) throws IOException {
        put(style, x, baseline, text);
        say(text);
    }

    void lineRight(Style style, float right, float baseline, String text) throws IOException {
        line(style, right - style.width(text), baseline, text);
    }

    void lineCentred(Style style, float middle, float baseline, String text) throws IOException {
        line(style, middle - style.width(text) / 2, baseline, text);
    }

    void put(Style style, float x, float baseline, String text) throws IOException {
        justified(style, x, baseline, text, 0);
    }

    void putRight(Style style, float right, float baseline, String text) throws IOException {
        put(style, right - style.width(text), baseline, text);
    }

    void rule(float x1, float y1, float x2, float y2, float width) throws IOException {
        content.setLineWidth(width);
        content.moveTo(x1, y1);
        content.lineTo(x2, y2);
        content.stroke();
    }

    void fill(float grey, float left, float bottom, float width, float height) throws IOException {
        content.setNonStrokingColor(grey);
        content.addRect(left, bottom, width, height);
        content.fill();
        content.setNonStrokingColor(0f);
    }

    /** Adds a line to the truth. */
    void say(String text) {
        truth.append(text).append('\n');
    }

    /** Writes {@code name.pdf} and {@code truth/name.txt}. */
    void save(Path folder, String name) throws IOException {
        endPage();
        if (outline.hasChildren()) {
            document.getDocumentCatalog().setDocumentOutline(outline);
        }
        document.save(folder.resolve(name + ".pdf").toFile());
        Files.createDirectories(folder.resolve("truth"));
        Files.writeString(folder.resolve("truth").resolve(name + ".txt"), truth());
    }

    /** Pages are parted by form feeds. */
    String truth() {
        return truth.toString()
                        .replaceAll("\n{3,}", "\n\n")
                        .replaceAll("\n+\f", "\n\f")
                        .strip() + "\n";
    }

    @Override
    public void close() throws IOException {
        document.close();
    }

    void endPage() throws IOException {
        if (content != null) {
            footer.draw(this, document.getNumberOfPages());
            content.close();
            content = null;
            truth.append('\f');
        }
    }

    private void justified(Style style, float x, float baseline, String text, float width) throws IOException {
        List<Object> pieces = new ArrayList<>();
        long gaps = text.chars().filter(c -> c == ' ').count();
        float stretch = width == 0 || gaps == 0 ? 0 : (width - style.width(text)) / gaps;
        for (String word : AFTER_SPACE.split(text, -1)) {
            pieces.add(word);
            if (stretch != 0) {
                pieces.add(-stretch * 1000 / style.size());
            }
        }
        content.beginText();
        content.setFont(style.font(), style.size());
        content.newLineAtOffset(x, baseline);
        content.showTextWithPositioning(pieces.toArray());
        content.endText();
    }

    private static List<String> wrap(Style style, String text, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        Matcher piece = (text.codePoints().anyMatch(Character::isIdeographic) ? PIECE : WORD)
                .matcher(text.strip().replaceAll("\\s+", " "));
        while (piece.find()) {
            if (!line.isEmpty() && style.width((line + piece.group()).stripTrailing()) > width) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
            line.append(piece.group());
        }
        lines.add(line.toString().strip());
        return lines;
    }
}
