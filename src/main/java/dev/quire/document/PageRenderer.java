package dev.quire.document;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
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
    private static final int LITTLE_SHARE = 200;
    private static final float EXAMINING_SCALE = 0.05f;
    private static final float TINY_TEXT = 60 / 72f;

    private final Room room;
    private final Watch watch;

    private BooleanSupplier painted = () -> true;
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
        painted = drawer::painted;
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
        if (!survey.flaw().isEmpty()) {
            watch.trouble(ErrorClass.CORRUPT, "A part is missing: %s: ask for a new copy".formatted(survey.flaw()));
        }
        PageImage drawn = new PageImage(image, unit / scale, List.of());
        if (hasLittleInk(image) && drawn.ink().isBlank()) {
            examine(page, survey);
        }
        if (survey.visibleCharacters() > 0 && perPoint < TINY_TEXT) {
            watch.remark(
                    "Drawn with %.0f dpi since the page is large: small text may be lost".formatted(perPoint * 72));
        }
        return new PageImage(image, unit / scale, watch.warnings());
    }

    private BufferedImage draw(float scale) throws IOException {
        try {
            return renderImage(0, scale, ImageType.RGB);
        } catch (WatchedDrawer.TooSlow e) {
            mode = WatchedDrawer.Mode.PLAIN;
            watch.remark("Drawn without transparency, which took too long");
            return renderImage(0, scale, ImageType.RGB);
        }
    }

    private void examine(PDPage page, PageSurvey survey) throws IOException, DocumentException {
        if (survey.visibleCharacters() > 0) {
            mode = WatchedDrawer.Mode.EXAMINING;
            renderImage(0, EXAMINING_SCALE, ImageType.RGB);
        }
        BlankPage.examine(page, survey.facts().page(), painted, watch);
    }

    /** The nearest scale that gives the side whole pixels, so that a scan's pixels are not resampled. */
    private static float whole(float scale, float side) {
        return (Math.max(1, Math.round(side * scale)) + 0.01f) / side;
    }

    /** Whether few pixels differ from the first; ends early on a page that shows something. */
    private static boolean hasLittleInk(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int most = pixels.length / LITTLE_SHARE;
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
