package dev.quire.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.apache.pdfbox.contentstream.PDFStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.contentstream.operator.state.Concatenate;
import org.apache.pdfbox.contentstream.operator.state.Restore;
import org.apache.pdfbox.contentstream.operator.state.Save;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/**
 * Learns the facts of a page from its content streams: no font is loaded, no image decoded, nothing drawn.
 *
 * <p>Images are counted on a grid over the page, so that stacked ones count once; clipping is not followed.
 */
final class PageSurveyor extends PDFStreamEngine {

    private static final int GRID = 64;
    private static final int DEEPEST_FORM = 24;
    private static final int INVISIBLE = 3;
    private static final float WHOLE_PAGE = 0.85f;

    private final Watch watch;
    private final Contents contents = new Contents();
    private final BitSet covered = new BitSet(GRID * GRID);
    private final Deque<Text> saved = new ArrayDeque<>();

    private Rectangle2D page = new Rectangle2D.Float();
    private Text text = new Text(false, 0);
    private int characters;
    private int visibleCharacters;
    private int images;
    private int forms;
    private double scanArea;
    private double scanPixelsPerUnit;

    /** The part of the text state that matters: two bytes a character, and how it is painted. */
    private record Text(boolean wide, int mode) {}

    PageSurveyor(Watch watch) {
        this.watch = watch;
        addOperator(new Concatenate(this));
        addOperator(new Save(this));
        addOperator(new Restore(this));
    }

    PageSurvey survey(PDPage pdPage, int number) throws IOException {
        PDRectangle box = pdPage.getCropBox();
        page = new Rectangle2D.Float(box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
        processPage(contents.watched(pdPage));
        float unit = RenderScale.unit(pdPage);
        boolean turned = pdPage.getRotation() % 180 != 0;
        float width = (turned ? box.getHeight() : box.getWidth()) * unit;
        float height = (turned ? box.getWidth() : box.getHeight()) * unit;
        float share = covered.cardinality() / (float) (GRID * GRID);
        PageFacts facts = new PageFacts(number, width, height, pdPage.getRotation(), characters, images, share);
        boolean scan = visibleCharacters == 0 && scanArea >= WHOLE_PAGE * page.getWidth() * page.getHeight();
        return new PageSurvey(facts, scan ? (float) (scanPixelsPerUnit / unit) : 0, visibleCharacters, contents.flaw());
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        watch.check();
        contents.operator();
        switch (operator.getName()) {
            case OperatorName.SET_FONT_AND_SIZE -> selectFont(operands);
            case OperatorName.SET_TEXT_RENDERINGMODE -> selectMode(operands);
            case OperatorName.SHOW_TEXT,
                    OperatorName.SHOW_TEXT_LINE,
                    OperatorName.SHOW_TEXT_LINE_AND_SPACE,
                    OperatorName.SHOW_TEXT_ADJUSTED -> operands.forEach(this::count);
            case OperatorName.DRAW_OBJECT -> draw(operands);
            case OperatorName.BEGIN_INLINE_IMAGE -> addImage(operator.getImageParameters());
            default -> super.processOperator(operator, operands);
        }
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception) {
        // The facts are what could be found out; rendering reports what is broken
    }

    @Override
    public void saveGraphicsState() {
        saved.push(text);
        super.saveGraphicsState();
    }

    @Override
    public void restoreGraphicsState() {
        text = saved.isEmpty() ? text : saved.pop();
        super.restoreGraphicsState();
    }

    private void selectFont(List<COSBase> operands) {
        COSDictionary fonts = getResources().getCOSObject().getCOSDictionary(COSName.FONT);
        if (fonts != null && !operands.isEmpty() && operands.get(0) instanceof COSName name) {
            COSDictionary font = fonts.getCOSDictionary(name);
            boolean wide = font != null && COSName.TYPE0.equals(font.getCOSName(COSName.SUBTYPE));
            text = new Text(wide, text.mode());
        }
    }

    private void selectMode(List<COSBase> operands) {
        if (!operands.isEmpty() && operands.get(0) instanceof COSNumber mode) {
            text = new Text(text.wide(), mode.intValue());
        }
    }

    private void count(COSBase shown) {
        if (shown instanceof COSString string) {
            int found = text.wide() ? string.getBytes().length / 2 : nonSpaces(string.getBytes());
            characters += found;
            visibleCharacters += text.mode() == INVISIBLE ? 0 : found;
        } else if (shown instanceof COSArray array) {
            for (COSBase element : array) {
                if (element instanceof COSString) {
                    count(element);
                }
            }
        }
    }

    private static int nonSpaces(byte[] bytes) {
        int found = 0;
        for (byte value : bytes) {
            found += value == ' ' || value == '\n' || value == '\r' || value == '\t' ? 0 : 1;
        }
        return found;
    }

    private void draw(List<COSBase> operands) throws IOException {
        COSDictionary objects = getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT);
        if (objects == null || operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
            return;
        }
        COSStream object = objects.getCOSStream(name);
        if (object == null) {
            return;
        }
        COSName kind = object.getCOSName(COSName.SUBTYPE);
        if (COSName.IMAGE.equals(kind)) {
            addImage(object);
        } else if (COSName.FORM.equals(kind) && forms < DEEPEST_FORM) {
            forms++;
            Text before = text;
            try {
                showForm(contents.watched(object, getResources().getResourceCache()));
            } finally {
                forms--;
                text = before;
            }
        }
    }

    private void addImage(COSDictionary image) {
        images++;
        Matrix placed = getGraphicsState().getCurrentTransformationMatrix();
        AffineTransform transform = placed.createAffineTransform();
        Rectangle2D all = transform
                .createTransformedShape(new Rectangle2D.Float(0, 0, 1, 1))
                .getBounds2D();
        Rectangle2D shown = all.createIntersection(page);
        if (shown.isEmpty()) {
            return;
        }
        cover(shown);
        int width = image.getInt(COSName.WIDTH, COSName.W, 0);
        int height = image.getInt(COSName.HEIGHT, COSName.H, 0);
        double area = shown.getWidth() * shown.getHeight();
        double placedArea = Math.abs(transform.getDeterminant());
        if (width > 0 && height > 0 && placedArea > 0 && area >= scanArea * 0.99) {
            double pixels = Math.sqrt((double) width * height / placedArea);
            // Layers of one scan have different resolutions: the finest counts
            scanPixelsPerUnit = area > scanArea * 1.01 ? pixels : Math.max(pixels, scanPixelsPerUnit);
            scanArea = Math.max(area, scanArea);
        }
    }

    private void cover(Rectangle2D shown) {
        int left = cell((shown.getMinX() - page.getMinX()) / page.getWidth());
        int right = cell((shown.getMaxX() - page.getMinX()) / page.getWidth());
        int bottom = cell((shown.getMinY() - page.getMinY()) / page.getHeight());
        int top = cell((shown.getMaxY() - page.getMinY()) / page.getHeight());
        for (int row = bottom; row < top; row++) {
            covered.set(row * GRID + left, row * GRID + Math.max(left, right));
        }
    }

    private static int cell(double share) {
        return (int) Math.round(Math.max(0, Math.min(1, share)) * GRID);
    }
}
