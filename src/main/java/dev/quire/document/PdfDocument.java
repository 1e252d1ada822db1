package dev.quire.document;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.DefaultResourceCache;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/** A PDF. All of PDFBox runs on one thread within {@link DocumentCalls}. */
final class PdfDocument implements OpenDocument {

    private static final long CACHED_IMAGE_PIXELS = 1_000_000;

    private final SourceBytes bytes;
    private final DocumentLimits limits;
    private final Watch watch;
    private final DocumentCalls calls;
    private final Room room;

    private @Nullable PDDocument opened;
    private @Nullable PageTree opening;
    private @Nullable PageSurvey surveyed;

    static {
        RenderSettings.apply();
    }

    private PdfDocument(SourceBytes bytes, DocumentLimits limits, Watch watch, DocumentCalls calls) {
        this.bytes = bytes;
        this.limits = limits;
        this.watch = watch;
        this.calls = calls;
        this.room = calls.room();
    }

    static PdfDocument open(String password, SourceBytes bytes, DocumentLimits limits, Watch watch, DocumentCalls calls)
            throws DocumentException {
        PdfDocument document = new PdfDocument(bytes, limits, watch, calls);
        document.open(password);
        return document;
    }

    private void open(String password) throws DocumentException {
        limited(limits.openTime(), "Opening", () -> {
            PDDocument document = new GuardedParser(bytes, password, room, watch).parse();
            opened = document;
            document.setResourceCache(new SmallImages());
            opening = new PageTree(document, limits.pages(), watch);
            makeFormVisible(document);
            return true;
        });
    }

    /** A form may leave it to the viewer to draw what was filled in. */
    private void makeFormVisible(PDDocument document) {
        try {
            PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
            if (form != null && form.getNeedAppearances()) {
                document.getDocumentCatalog().getAcroForm();
            }
        } catch (Watch.PastDeadline e) {
            throw e;
        } catch (RuntimeException e) {
            watch.trouble(ErrorClass.CORRUPT, "The form cannot be filled in: " + Failures.text(e));
        }
    }

    @Override
    public String format() {
        return "pdf";
    }

    @Override
    public int pages() {
        return tree().size();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(tree().warnings());
        if (!watch.damage().isEmpty()) {
            warnings.add("The file is damaged (%s): parts may be missing".formatted(watch.damage()));
        }
        return warnings;
    }

    @Override
    public PageFacts facts(int page) throws DocumentException {
        checkPage(page);
        String what = "Reading the content of page " + page;
        return limited(
                limits.pageTime(), what, () -> survey(tree().select(page), page).facts());
    }

    @Override
    public TextLayer textLayer(int page) throws DocumentException {
        checkPage(page);
        return limited(limits.pageTime(), "Reading the text layer of page " + page, () -> {
            PDPage selected = tree().select(page);
            TextLayer layer =
                    TextLayer.of(new GlyphCollector(selected, Layers.of(document()), watch).collect(selected));
            return tree().isSizeless(page) ? layer.doubted(TextTrust.OFF_PAGE) : layer;
        });
    }

    @Override
    public Outline outline() throws DocumentException {
        return limited(limits.pageTime(), "Reading the outline", () -> {
            COSDictionary catalog = document().getDocumentCatalog().getCOSObject();
            Destinations destinations = new Destinations(catalog, tree().numbers(), pages(), watch);
            return new OutlineReader(destinations, watch).read(catalog);
        });
    }

    @Override
    public PageImage render(int page) throws DocumentException {
        checkPage(page);
        return limited(limits.pageTime(), "Rendering page " + page, () -> {
            PDPage selected = tree().select(page);
            PageSurvey survey = survey(selected, page);
            return new PageRenderer(document(), room, watch).render(selected, survey, limits.longSide());
        });
    }

    /** The text of a page as it is stored; empty where the page is a scan, or hides text behind one. */
    Optional<String> visibleText(int page) throws DocumentException {
        checkPage(page);
        return limited(limits.pageTime(), "Reading the text of page " + page, () -> {
            PageSurvey survey = survey(tree().select(page), page);
            boolean scan = survey.visibleCharacters() == 0 && survey.facts().images() > 0;
            if (scan || survey.visibleCharacters() < survey.facts().characters()) {
                return Optional.empty();
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setEndPage(1);
            return Optional.of(stripper.getText(document()));
        });
    }

    private PageSurvey survey(PDPage selected, int page) throws IOException {
        PageSurvey known = surveyed;
        if (known == null || known.facts().page() != page) {
            known = new PageSurveyor(watch).survey(selected, page);
            surveyed = known;
        }
        return known;
    }

    private void checkPage(int page) {
        if (page < 1 || page > pages()) {
            throw new IllegalArgumentException("Page %s (expected: 1 to %s)".formatted(page, pages()));
        }
    }

    private <T> T limited(Duration limit, String what, Callable<T> call) throws DocumentException {
        return calls.limited(limit, what, call);
    }

    @Override
    public boolean broken() {
        return calls.broken();
    }

    private PDDocument document() {
        if (opened == null) {
            throw new IllegalStateException("Not open");
        }
        return opened;
    }

    private PageTree tree() {
        if (opening == null) {
            throw new IllegalStateException("Not open");
        }
        return opening;
    }

    @Override
    public void close() {
        try {
            if (opened != null && !calls.givenUp()) {
                opened.close();
            }
        } catch (IOException e) {
            // Nothing was written: what could not be closed is only read
        }
        calls.close();
    }

    /** Forgets large images as soon as they are drawn: soft references would keep a heap full of them. */
    private static final class SmallImages extends DefaultResourceCache {

        @Override
        public void put(COSObject indirect, PDXObject object) {
            if (!(object instanceof PDImageXObject image) || isSmall(image)) {
                super.put(indirect, object);
            }
        }

        private static boolean isSmall(PDImageXObject image) {
            // Asked of the dictionary: a JPEG 2000 image would be decoded to answer
            long width = image.getCOSObject().getInt("Width", 0);
            return width * image.getCOSObject().getInt("Height", 0) <= CACHED_IMAGE_PIXELS;
        }
    }
}
