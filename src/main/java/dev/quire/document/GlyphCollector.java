package dev.quire.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.contentstream.PDFStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.contentstream.operator.markedcontent.BeginMarkedContentSequence;
import org.apache.pdfbox.contentstream.operator.markedcontent.BeginMarkedContentSequenceWithProperties;
import org.apache.pdfbox.contentstream.operator.markedcontent.EndMarkedContentSequence;
import org.apache.pdfbox.contentstream.operator.state.Concatenate;
import org.apache.pdfbox.contentstream.operator.state.Restore;
import org.apache.pdfbox.contentstream.operator.state.Save;
import org.apache.pdfbox.contentstream.operator.state.SetGraphicsStateParameters;
import org.apache.pdfbox.contentstream.operator.state.SetMatrix;
import org.apache.pdfbox.contentstream.operator.text.BeginText;
import org.apache.pdfbox.contentstream.operator.text.EndText;
import org.apache.pdfbox.contentstream.operator.text.MoveText;
import org.apache.pdfbox.contentstream.operator.text.MoveTextSetLeading;
import org.apache.pdfbox.contentstream.operator.text.NextLine;
import org.apache.pdfbox.contentstream.operator.text.SetCharSpacing;
import org.apache.pdfbox.contentstream.operator.text.SetFontAndSize;
import org.apache.pdfbox.contentstream.operator.text.SetTextHorizontalScaling;
import org.apache.pdfbox.contentstream.operator.text.SetTextLeading;
import org.apache.pdfbox.contentstream.operator.text.SetTextRenderingMode;
import org.apache.pdfbox.contentstream.operator.text.SetTextRise;
import org.apache.pdfbox.contentstream.operator.text.SetWordSpacing;
import org.apache.pdfbox.contentstream.operator.text.ShowText;
import org.apache.pdfbox.contentstream.operator.text.ShowTextAdjusted;
import org.apache.pdfbox.contentstream.operator.text.ShowTextLine;
import org.apache.pdfbox.contentstream.operator.text.ShowTextLineAndSpace;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/** Follows the content of a page without drawing it: its characters, and what is painted over and around them. */
final class GlyphCollector extends PDFStreamEngine {

    private static final int DEEPEST_FORM = 24;
    private static final float SMALLEST_SIZE = 1;
    private static final float OPAQUE = 0.9f;

    private final Watch watch;
    private final Contents contents = new Contents();
    private final Layers layers;
    private final FontTexts texts = new FontTexts();
    private final List<Glyph> glyphs = new ArrayList<>();
    private final List<Point2D.Float> centres = new ArrayList<>();
    private final PaintPath path = new PaintPath();
    private final AffineTransform onPage;
    private final Deque<Clip> clips = new ArrayDeque<>();
    private final Painted painted;
    private Clip clip;
    private int forms;

    /**
     * Where the page may be painted on.
     *
     * @param exact whether all of the box may be painted on
     */
    private record Clip(Rectangle2D box, boolean exact) {}

    GlyphCollector(PDPage page, Layers layers, Watch watch) {
        this.watch = watch;
        this.layers = layers;
        PDRectangle box = page.getCropBox();
        float unit = RenderScale.unit(page);
        boolean turned = page.getRotation() % 180 != 0;
        float width = (turned ? box.getHeight() : box.getWidth()) * unit;
        float height = (turned ? box.getWidth() : box.getHeight()) * unit;
        this.clip = new Clip(new Rectangle2D.Float(0, 0, width, height), true);
        this.painted = new Painted(width, height);
        this.onPage = new AffineTransform();
        onPage.translate(width / 2, height / 2);
        onPage.quadrantRotate(page.getRotation() / 90);
        onPage.scale(unit, -unit);
        onPage.translate(-box.getLowerLeftX() - box.getWidth() / 2, -box.getLowerLeftY() - box.getHeight() / 2);
        addOperators();
    }

    private void addOperators() {
        addOperator(new Concatenate(this));
        addOperator(new Save(this));
        addOperator(new Restore(this));
        addOperator(new SetGraphicsStateParameters(this));
        addOperator(new SetMatrix(this));
        addOperator(new BeginText(this));
        addOperator(new EndText(this));
        addOperator(new MoveText(this));
        addOperator(new MoveTextSetLeading(this));
        addOperator(new NextLine(this));
        addOperator(new SetCharSpacing(this));
        addOperator(new SetFontAndSize(this));
        addOperator(new SetTextHorizontalScaling(this));
        addOperator(new SetTextLeading(this));
        addOperator(new SetTextRenderingMode(this));
        addOperator(new SetTextRise(this));
        addOperator(new SetWordSpacing(this));
        addOperator(new ShowText(this));
        addOperator(new ShowTextAdjusted(this));
        addOperator(new ShowTextLine(this));
        addOperator(new ShowTextLineAndSpace(this));
        addOperator(new BeginMarkedContentSequence(this));
        addOperator(new BeginMarkedContentSequenceWithProperties(this));
        addOperator(new EndMarkedContentSequence(this));
    }

    PageGlyphs collect(PDPage pdPage) throws IOException {
        processPage(contents.watched(pdPage));
        for (PDAnnotation annotation : pdPage.getAnnotations()) {
            if (!annotation.isHidden() && !annotation.isNoView()) {
                showAnnotation(annotation);
            }
        }
        for (int i = 0; i < glyphs.size(); i++) {
            Glyph glyph = glyphs.get(i);
            Glyph.State state = painted.state(centres.get(i).x, centres.get(i).y, i);
            if (glyph.state() == Glyph.State.VISIBLE && state != Glyph.State.VISIBLE) {
                glyphs.set(i, glyph.with(state));
            }
        }
        return new PageGlyphs(
                glyphs, centres, painted, texts.all(), contents.flaw().isEmpty());
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        watch.check();
        contents.operator();
        switch (operator.getName()) {
            case OperatorName.DRAW_OBJECT -> draw(operands);
            case OperatorName.BEGIN_INLINE_IMAGE -> addImage(operator.getImageParameters());
            default -> {
                if (path.add(operator.getName(), operands, getGraphicsState().getCurrentTransformationMatrix())) {
                    paint(operator.getName());
                } else {
                    super.processOperator(operator, operands);
                }
            }
        }
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception) {
        // What cannot be followed is not drawn either, or the check of the text finds out
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, COSDictionary properties) {
        layers.begin(properties);
    }

    @Override
    public void endMarkedContentSequence() {
        layers.end();
    }

    @Override
    public void saveGraphicsState() {
        clips.push(clip);
        super.saveGraphicsState();
    }

    @Override
    public void restoreGraphicsState() {
        clip = clips.isEmpty() ? clip : clips.pop();
        super.restoreGraphicsState();
    }

    private void paint(String operator) {
        if (!PaintPath.ENDING.contains(operator)) {
            return;
        }
        Rectangle2D around = null;
        for (PaintPath.Piece piece : path.pieces()) {
            Rectangle2D box = onPage.createTransformedShape(piece.box()).getBounds2D();
            around = around == null ? box : around.createUnion(box);
            if (PaintPath.PAINTING.contains(operator) && !layers.hidden()) {
                painted.addRule(
                        box.createIntersection(clip.box()),
                        piece.isRectangle()
                                && !operator.toLowerCase(Locale.ROOT).startsWith("f"));
            }
            if (PaintPath.FILLING.contains(operator) && !layers.hidden()) {
                // Several pieces may leave a hole between them
                boolean covers = path.pieces().size() == 1 && isOpaque();
                painted.addFill(box.createIntersection(clip.box()), piece.segments(), covers, glyphs.size());
            }
        }
        if (path.clips() && around != null) {
            clip = new Clip(clip.box().createIntersection(around), clip.exact() && path.isRectangle());
        }
        path.clear();
    }

    private boolean isOpaque() {
        PDGraphicsState state = getGraphicsState();
        return clip.exact()
                && state.getNonStrokeAlphaConstant() > OPAQUE
                && state.getSoftMask() == null
                && state.getBlendMode() == BlendMode.NORMAL;
    }

    private void draw(List<COSBase> operands) throws IOException {
        COSDictionary objects = getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT);
        if (objects == null || operands.isEmpty() || !(operands.get(0) instanceof COSName name)) {
            return;
        }
        COSStream object = objects.getCOSStream(name);
        if (object == null || layers.hides(object)) {
            return;
        }
        COSName kind = object.getCOSName(COSName.SUBTYPE);
        if (COSName.IMAGE.equals(kind)) {
            addImage(object);
        } else if (COSName.FORM.equals(kind) && forms < DEEPEST_FORM) {
            forms++;
            try {
                showForm(contents.watched(object, getResources().getResourceCache()));
            } finally {
                forms--;
            }
        }
    }

    private void addImage(COSDictionary image) {
        if (layers.hidden()) {
            return;
        }
        Matrix placed = getGraphicsState().getCurrentTransformationMatrix();
        AffineTransform transform = placed.createAffineTransform();
        transform.preConcatenate(onPage);
        Rectangle2D box = transform
                .createTransformedShape(new Rectangle2D.Float(0, 0, 1, 1))
                .getBounds2D()
                .createIntersection(clip.box());
        boolean masked = image.containsKey(COSName.SMASK)
                || image.containsKey(COSName.MASK)
                || image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false);
        painted.addImage(box, isPhotograph(image), isOpaque() && !masked, glyphs.size());
    }

    /** By how it is packed: drawings and writing are not given to the filters that blur them. */
    private static boolean isPhotograph(COSDictionary image) {
        COSBase filters = image.getDictionaryObject(COSName.F, COSName.FILTER);
        COSBase last = filters instanceof COSArray all && all.size() > 0 ? all.getObject(all.size() - 1) : filters;
        return COSName.DCT_DECODE.equals(last)
                || COSName.DCT_DECODE_ABBREVIATION.equals(last)
                || COSName.JPX_DECODE.equals(last);
    }

    @Override
    protected void showGlyph(Matrix placed, PDFont font, int code, Vector displacement) throws IOException {
        watch.check();
        if (layers.hidden()) {
            return;
        }
        AffineTransform transform = placed.createAffineTransform();
        transform.preConcatenate(onPage);
        FontText text = texts.of(font);
        float em = text.height();
        double advanceX = transform.getScaleX() * displacement.getX() + transform.getShearX() * displacement.getY();
        double advanceY = transform.getShearY() * displacement.getX() + transform.getScaleY() * displacement.getY();
        double size = Math.hypot(transform.getShearX(), transform.getScaleY()) * em;
        double x = transform.getTranslateX();
        double y = transform.getTranslateY();
        Point2D.Float centre = new Point2D.Float((float) (x + advanceX / 2 + transform.getShearX() * em / 4), (float)
                (y + advanceY / 2 + transform.getScaleY() * em / 4));
        int angle = Flow.angle(transform);
        Point2D.Double origin = Flow.level(x, y, angle);
        glyphs.add(new Glyph(
                text.show(code),
                angle,
                (float) origin.x,
                (float) origin.y,
                (float) Math.hypot(advanceX, advanceY),
                (float) size,
                state(centre, size)));
        centres.add(centre);
    }

    private Glyph.State state(Point2D.Float centre, double size) {
        PDGraphicsState state = getGraphicsState();
        RenderingMode mode = state.getTextState().getRenderingMode();
        if (!clip.box().contains(centre) || size < SMALLEST_SIZE) {
            return Glyph.State.OUTSIDE;
        }
        boolean painted = mode.isFill() || mode.isStroke();
        return painted && state.getNonStrokeAlphaConstant() > 0 ? Glyph.State.VISIBLE : Glyph.State.HIDDEN;
    }
}
