package dev.quire.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.font.PDFont;

/** The fonts of a page. */
final class FontTexts {

    private final Map<COSDictionary, FontText> fonts = new HashMap<>();

    FontText of(PDFont font) {
        return fonts.computeIfAbsent(font.getCOSObject(), dictionary -> new FontText(font));
    }

    List<FontText> all() {
        return new ArrayList<>(fonts.values());
    }
}
