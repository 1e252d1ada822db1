package dev.quire.document;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/** Draws the page that {@link PageTree#select} put in place, with a {@link WatchedDrawer}. */
final class PageRenderer extends PDFRenderer {

    private static final int CONTRAST = 48;
    private static final int BLANK_SHARE = 50_000;
    private static final float EXAMINING_SCALE = 0.05f;
    private static final float TINY_TEXT = 60 / 72f;

    private final Room room;
    private final Watch watch;

    private WatchedDrawer.Mode mode = WatchedDrawer.Mode.FULL;

    PageRenderer(PDDocument document, Room room, Watch watch) {
        super(document);
        this.room = room;
        this.watch = watch;
        // The drawer decides for each image
        setSubsamplingAllowed(true);
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        WatchedDrawer drawer = new WatchedDrawer(parameters, mode, room, watch);
        drawer.setAnnotationFilter(getAnnotationsFilter());
        return drawer;
    }

    PageImage render(PDPage page, PageSurvey survey, int longSide) throws IOException, DocumentException {
        float unit = RenderScale.unit(page);
        float perPoint = RenderScale.of(survey, longSide);
        PDRectangle box = page.getCropBox();
        float scale = whole(perPoint * unit, Math.max(box.getWidth(), box.getHeight()));
        BufferedImage image = draw(scale);
        DocumentException refusal = watch.refusal();
        if (refusal != null) {
            throw refusal;
        }
        if (isBlank(image)) {
            examineBlank(survey);
        }
        List<String> warnings = new ArrayList<>(watch.troubles().keySet());
        if (survey.visibleCharacters() > 0 && perPoint < TINY_TEXT) {
            warnings.add(
                    "Drawn with %.0f dpi since the page is large: small text may be lost".formatted(perPoint * 72));
        }
        return new PageImage(image, unit / scale, warnings);
    }

    private BufferedImage draw(float scale) throws IOException {
        try {
            return renderImage(0, scale, ImageType.RGB);
        } catch (WatchedDrawer.TooSlow e) {
            mode = WatchedDrawer.Mode.PLAIN;
            watch.trouble(ErrorClass.RENDER_TIMEOUT, "Drawn without transparency, which took too long");
            return renderImage(0, scale, ImageType.RGB);
        }
    }

    /** The nearest scale that gives the side whole pixels, so that a scan's pixels are not resampled. */
    private static float whole(float scale, float side) {
        return (Math.max(1, Math.round(side * scale)) + 0.01f) / side;
    }

    /** A page that shows nothing passes only if nothing was lost on it. */
    private void examineBlank(PageSurvey survey) throws IOException, DocumentException {
        int page = survey.facts().page();
        if (survey.visibleCharacters() > 0) {
            mode = WatchedDrawer.Mode.EXAMINING;
            renderImage(0, EXAMINING_SCALE, ImageType.RGB);
        }
        for (Map.Entry<String, ErrorClass> trouble : watch.troubles().entrySet()) {
            throw new DocumentException(
                    trouble.getValue(), "Page %s shows nothing, since: %s".formatted(page, trouble.getKey()));
        }
        for (FilteredStream stream : Set.copyOf(watch.streams())) {
            if (stream.isDamaged()) {
                throw new DocumentException(
                        ErrorClass.CORRUPT,
                        "Page %s shows nothing, since the compressed data of stream %s is damaged: ask for a new copy"
                                .formatted(page, stream.getKey()));
            }
        }
    }

    /** Whether next to no pixel differs from the first; ends early on a page that shows something. */
    private static boolean isBlank(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int most = pixels.length / BLANK_SHARE;
        int paper = pixels[0];
        int ink = 0;
        for (int i = 0; i < pixels.length && ink <= most; i++) {
            ink += differs(pixels[i], paper) ? 1 : 0;
        }
        return ink <= most;
    }

    private static boolean differs(int pixel, int paper) {
        return pixel != paper
                && (Math.abs((pixel >> 16 & 0xff) - (paper >> 16 & 0xff)) > CONTRAST
                        || Math.abs((pixel >> 8 & 0xff) - (paper >> 8 & 0xff)) > CONTRAST
                        || Math.abs((pixel & 0xff) - (paper & 0xff)) > CONTRAST);
    }
}
