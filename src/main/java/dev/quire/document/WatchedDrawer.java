package dev.quire.document;

import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.contentstream.operator.state.EmptyGraphicsStackException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.state.PDSoftMask;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * PDFBox's drawer, which asks for room before it takes memory, looks at the clock, and notes what it could not draw
 * instead of only logging it.
 */
final class WatchedDrawer extends PageDrawer {

    /** How much care a page is drawn with. */
    enum Mode {
        FULL,
        /** Without transparency, which some files stack so high that it takes minutes. */
        PLAIN,
        /** To find out why a page shows nothing: plain, and every glyph is looked at. */
        EXAMINING
    }

    private static final Set<String> PAINTING =
            Set.of("Tj", "TJ", "'", "\"", "Do", "BI", "sh", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s");

    /** Operators that a drawer need not know. */
    private static final Set<String> IGNORED =
            Set.of("BX", "EX", "MP", "DP", "BMC", "BDC", "EMC", "ri", "i", "d0", "d1", "ID", "EI");

    private static final int DEEPEST_NESTING = 6;
    private static final int BYTES_PER_PIXEL = 4;

    private final Room room;
    private final Watch watch;

    private final GlyphCheck glyphs;
    private final Mode mode;

    private boolean painted;
    private double deviceScale = 1;
    private double groupBytes;
    private boolean garbage;
    private int nestedPaints;
    private int nestedGlyphs;

    WatchedDrawer(PageDrawerParameters parameters, Mode mode, Room room, Watch watch) throws IOException {
        super(parameters);
        this.mode = mode;
        this.room = room;
        this.watch = watch;
        this.glyphs = new GlyphCheck(watch);
    }

    /** Whether anything that paints was carried out. */
    boolean painted() {
        return painted;
    }

    @Override
    public void drawPage(Graphics2D graphics, PDRectangle pageSize) throws IOException {
        deviceScale = Math.sqrt(Math.abs(graphics.getTransform().getDeterminant()));
        super.drawPage(graphics, pageSize);
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        watch.check();
        if (mode == Mode.FULL && watch.isHalfOver()) {
            throw new TooSlow();
        }
        try {
            if (OperatorName.BEGIN_INLINE_IMAGE.equals(operator.getName())) {
                ImageCost.admitInline(operator, room, watch);
            }
            super.processOperator(operator, operands);
            painted |= PAINTING.contains(operator.getName());
            if (OperatorName.SET_GRAPHICS_STATE_PARAMS.equals(operator.getName())) {
                admitSoftMask(getGraphicsState().getSoftMask());
            }
        } catch (Watch.PastDeadline | TooSlow | VirtualMachineError | LinkageError e) {
            throw e;
        } catch (ThreadDeath e) {
            if (watch.isOver()) {
                throw e;
            }
            operatorException(operator, operands, new IOException(Failures.DECODER_GAVE_UP));
        } catch (RuntimeException | Error e) {
            // Some image decoders throw a plain Error for damaged data
            operatorException(operator, operands, new IOException(e));
        }
    }

    @Override
    protected void operatorException(Operator operator, List<COSBase> operands, IOException exception)
            throws IOException {
        if (watch.refusal() != null) {
            throw exception;
        }
        if (exception instanceof EmptyGraphicsStackException) {
            return;
        }
        boolean image = OperatorName.DRAW_OBJECT.equals(operator.getName())
                || OperatorName.BEGIN_INLINE_IMAGE.equals(operator.getName());
        boolean undecodable = image || exception instanceof MissingImageReaderException;
        String subject = image && !operands.isEmpty() ? "Image or form " + name(operands.get(0)) : operator.getName();
        watch.trouble(
                undecodable ? ErrorClass.UNDECODABLE : ErrorClass.CORRUPT,
                "%s could not be drawn: %s".formatted(subject, Failures.text(exception)));
    }

    /** Whatever the drawer has no class for; told once, since a page of garbage has thousands. */
    @Override
    protected void unsupportedOperator(Operator operator, List<COSBase> operands) {
        if (!garbage && !IGNORED.contains(operator.getName())) {
            garbage = true;
            watch.trouble(
                    ErrorClass.CORRUPT,
                    "A part may be missing: \"%s\" in its content is no operator".formatted(operator.getName()));
        }
    }

    private static String name(COSBase operand) {
        return operand instanceof COSName name ? "/" + name.getName() : "in the text of the page";
    }

    @Override
    public void drawImage(PDImage image) throws IOException {
        watch.check();
        ImageCost.admit(image, subsampling(image), room, watch);
        super.drawImage(image);
    }

    private int subsampling(PDImage image) {
        return getSubsampling(
                image, getGraphicsState().getCurrentTransformationMatrix().createAffineTransform());
    }

    /**
     * PDFBox drops pixels down to the size on the page, which breaks thin strokes. Only large images are thinned here,
     * and to no less than twice their size on the page: averaging does the rest.
     */
    @Override
    protected int getSubsampling(PDImage image, AffineTransform placed) {
        double onPage = Math.abs(placed.getDeterminant()) * deviceScale * deviceScale;
        return ImageCost.subsampling(image.getWidth(), image.getHeight(), Math.max(1, onPage));
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
        if (mode != Mode.FULL) {
            showForm(group);
            return;
        }
        double bytes = groupPixels(group, getGraphicsState().getCurrentTransformationMatrix()) * BYTES_PER_PIXEL;
        groupBytes += bytes;
        try {
            room.admitBytes(groupBytes, "Stack of transparent layers", watch);
            super.showTransparencyGroup(group);
        } finally {
            groupBytes -= bytes;
        }
    }

    private void admitSoftMask(PDSoftMask mask) throws IOException {
        if (mode != Mode.FULL) {
            getGraphicsState().setSoftMask(null);
        } else if (mask != null && mask.getGroup() != null) {
            double pixels = groupPixels(mask.getGroup(), mask.getInitialTransformationMatrix());
            room.admitBytes(groupBytes + pixels * (BYTES_PER_PIXEL + 1), "Soft mask", watch);
        }
    }

    /** Pixels of the image that a group is drawn into: its box, clipped to what is being drawn. */
    private double groupPixels(PDTransparencyGroup group, Matrix placed) {
        PDRectangle box = group.getBBox();
        if (box == null) {
            return 0;
        }
        Area area = new Area(box.transform(Matrix.concatenate(placed, group.getMatrix())));
        area.intersect(getGraphicsState().getCurrentClippingPath());
        Rectangle2D bounds = area.getBounds2D();
        return bounds.getWidth() * bounds.getHeight() * deviceScale * deviceScale;
    }

    /** A pattern is drawn here and now, by content that may use patterns in turn. */
    @Override
    protected Paint getPaint(PDColor color) throws IOException {
        watch.check();
        if (nestedPaints >= DEEPEST_NESTING) {
            throw new IOException("Patterns within patterns without end");
        }
        nestedPaints++;
        try {
            return super.getPaint(color);
        } finally {
            nestedPaints--;
        }
    }

    @Override
    public void shadingFill(COSName shading) throws IOException {
        watch.check();
        super.shadingFill(shading);
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        watch.check();
        super.showForm(form);
    }

    @Override
    protected void showType3Glyph(Matrix matrix, PDType3Font font, int code, Vector displacement) throws IOException {
        if (nestedGlyphs >= DEEPEST_NESTING) {
            throw new IOException("Glyphs within glyphs without end");
        }
        nestedGlyphs++;
        try {
            super.showType3Glyph(matrix, font, code, displacement);
        } finally {
            nestedGlyphs--;
        }
    }

    @Override
    protected void showFontGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
        watch.check();
        glyphs.check(font, code);
        if (mode == Mode.EXAMINING) {
            glyphs.examine(font, code);
        }
        super.showFontGlyph(matrix, font, code, displacement);
    }

    /** Thrown at half of the time, to try again in plain. */
    static final class TooSlow extends RuntimeException {

        TooSlow() {
            super("Half of the time is over", null, false, false);
        }
    }
}
