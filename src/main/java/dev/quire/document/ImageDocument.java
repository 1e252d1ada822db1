package dev.quire.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An image file: each of its images is a page. Java's decoders run on one thread within {@link DocumentCalls}. */
final class ImageDocument implements OpenDocument {

    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    /** Bits of a TIFF's subfile type: a smaller copy of another page, or a mask for one. */
    private static final int NO_PAGE = 0b101;

    private final FileFormat format;
    private final SourceBytes bytes;
    private final DocumentLimits limits;
    private final Watch watch;
    private final DocumentCalls calls;
    private final Room room;
    private final List<ImagePage> pages = new ArrayList<>();

    private @Nullable ImageDecoder opened;
    private List<String> warnings = List.of();

    static {
        RenderSettings.apply();
    }

    private ImageDocument(
            FileFormat format, SourceBytes bytes, DocumentLimits limits, Watch watch, DocumentCalls calls) {
        this.format = format;
        this.bytes = bytes;
        this.limits = limits;
        this.watch = watch;
        this.calls = calls;
        this.room = calls.room();
    }

    static ImageDocument open(
            FileFormat format, SourceBytes bytes, DocumentLimits limits, Watch watch, DocumentCalls calls)
            throws DocumentException {
        ImageDocument document = new ImageDocument(format, bytes, limits, watch, calls);
        document.open();
        return document;
    }

    private void open() throws DocumentException {
        limited(limits.openTime(), "Opening", () -> {
            ImageDecoder decoder = ImageDecoder.open(format, bytes, room, watch);
            opened = decoder;
            if (format == FileFormat.TIFF) {
                addPagesOfTiff();
            } else {
                int width = decoder.width(0);
                int height = decoder.height(0);
                room.admitPixels(width, height, "Image", watch);
                pages.add(new ImagePage(0, width, height, ImageTags.of(format, bytes)));
            }
            if (format == FileFormat.GIF && decoder.hasMoreThanOne()) {
                watch.remark("Only the first image of an animation is read");
            }
            warnings = watch.warnings();
            return true;
        });
    }

    /** By its directories alone: a page that is damaged fails when it is rendered, and costs no other one. */
    private void addPagesOfTiff() throws IOException, DocumentException {
        List<TiffFile.Directory> directories = new TiffFile(bytes, 0).directories(limits.pages() + 1);
        if (directories.size() > limits.pages()) {
            throw new DocumentException(
                    ErrorClass.TOO_LARGE,
                    "Has more than %,d pages: raise the limit if it is genuine".formatted(limits.pages()));
        }
        for (int i = 0; i < directories.size(); i++) {
            TiffFile.Directory directory = directories.get(i);
            if (((int) directory.number(SUBFILE_TYPE, 0) & NO_PAGE) == 0) {
                int width = (int) Math.max(1, directory.number(WIDTH, 1));
                int height = (int) Math.max(1, directory.number(HEIGHT, 1));
                pages.add(new ImagePage(i, width, height, ImageTags.of(directory)));
            }
        }
        if (pages.isEmpty()) {
            throw new IOException("no page can be found");
        }
    }

    @Override
    public String format() {
        return format.id();
    }

    @Override
    public int pages() {
        return pages.size();
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public PageFacts facts(int page) {
        return page(page).survey(page).facts();
    }

    @Override
    public TextLayer textLayer(int page) {
        return TextLayer.NONE;
    }

    @Override
    public Outline outline() {
        return Outline.NONE;
    }

    @Override
    public PageImage render(int page) throws DocumentException {
        ImagePage image = page(page);
        return limited(limits.pageTime(), "Rendering page " + page, () -> {
            PageSurvey survey = image.survey(page);
            float scale = RenderScale.of(survey, limits.longSide());
            int width = Math.max(1, Math.round(survey.facts().width() * scale));
            int height = Math.max(1, Math.round(survey.facts().height() * scale));
            BufferedImage decoded = decoder().decode(image.index(), (double) width * height);
            BufferedImage drawn = ImageRenderer.render(decoded, image.tags().orientation(), width, height);
            PageImage rendered = new PageImage(drawn, 1 / scale, watch.warnings());
            if (!watch.troubles().isEmpty() && rendered.ink().pixels() == 0) {
                throw new IOException(watch.troubles().keySet().iterator().next());
            }
            return rendered;
        });
    }

    private ImagePage page(int page) {
        if (page < 1 || page > pages()) {
            throw new IllegalArgumentException("Page %s (expected: 1 to %s)".formatted(page, pages()));
        }
        return pages.get(page - 1);
    }

    private <T> T limited(Duration limit, String what, Callable<T> call) throws DocumentException {
        return calls.limited(limit, what, () -> {
            try {
                return call.call();
            } catch (Watch.PastDeadline e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw undecoded(what, e);
            }
        });
    }

    /** A decoder tells the kinds of image that it does not know apart from damage by its message alone. */
    private DocumentException undecoded(String what, Exception e) {
        String reason = Failures.text(e);
        if (reason.contains("nsupported")) {
            return new DocumentException(
                    ErrorClass.UNDECODABLE,
                    "%s failed: no decoder reads this kind of %s image (%s): save it as PNG or PDF"
                            .formatted(what, format.id().toUpperCase(Locale.ROOT), reason),
                    e);
        }
        return new DocumentException(
                ErrorClass.CORRUPT, what + " failed: the image is damaged (" + reason + "): ask for a new copy", e);
    }

    @Override
    public boolean broken() {
        return calls.broken();
    }

    private ImageDecoder decoder() {
        if (opened == null) {
            throw new IllegalStateException("Not open");
        }
        return opened;
    }

    @Override
    public void close() {
        if (opened != null && !calls.givenUp()) {
            opened.close();
        }
        calls.close();
    }
}
