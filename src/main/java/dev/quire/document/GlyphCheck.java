package dev.quire.document;

import java.awt.geom.GeneralPath;
import java.io.IOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;

/** Notes the characters of a page that come out wrong or not at all, since their font is missing or damaged. */
final class GlyphCheck {

    private final Watch watch;

    GlyphCheck(Watch watch) {
        this.watch = watch;
    }

    void check(PDFont font, int code) throws IOException {
        if (font.isEmbedded()) {
            return;
        }
        if (isGuessed(font)) {
            watch.trouble(
                    ErrorClass.UNDECODABLE,
                    "Text in %s may show wrong characters: its font is missing, and with it what its codes mean"
                            .formatted(font.getName()));
        }
        if (font instanceof PDVectorFont vector && !vector.hasGlyph(code) && isInk(font, code)) {
            watch.trouble(
                    ErrorClass.UNDECODABLE,
                    "Text in %s cannot be drawn: the font is not embedded and no installed font has its characters; install one"
                            .formatted(font.getName()));
        }
    }

    /** Looks at the outline itself: PDFBox logs a glyph that it cannot read and draws nothing. */
    void examine(PDFont font, int code) throws IOException {
        try {
            if (font instanceof PDVectorFont vector && isInk(font, code)) {
                GeneralPath outline = vector.getNormalizedPath(code);
                if (outline == null || outline.getBounds2D().isEmpty()) {
                    watch.trouble(ErrorClass.CORRUPT, "font %s has no outlines".formatted(font.getName()));
                }
            }
        } catch (IOException e) {
            watch.trouble(ErrorClass.CORRUPT, "font %s is damaged (%s)".formatted(font.getName(), Failures.text(e)));
        }
    }

    /** Codes that number the glyphs of a font which is not there. */
    private static boolean isGuessed(PDFont font) {
        return font instanceof PDType0Font
                && font.getCOSObject().getDictionaryObject(COSName.ENCODING) instanceof COSName encoding
                && encoding.getName().startsWith("Identity");
    }

    private static boolean isInk(PDFont font, int code) throws IOException {
        String text = font.toUnicode(code);
        return text != null && !text.isBlank() && text.codePoints().noneMatch(Character::isISOControl);
    }
}
