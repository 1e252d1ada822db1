package dev.quire.document;

import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.jspecify.annotations.Nullable;

/** Whether what a page is drawing lies on a layer that the document switches off. */
final class Layers {

    private final @Nullable PDOptionalContentProperties properties;
    private int nested;
    private int hiddenFrom = Integer.MAX_VALUE;

    private Layers(@Nullable PDOptionalContentProperties properties) {
        this.properties = properties;
    }

    static Layers of(PDDocument document) {
        return new Layers(document.getDocumentCatalog().getOCProperties());
    }

    void begin(@Nullable COSDictionary marked) {
        nested++;
        if (!hidden() && isOff(marked)) {
            hiddenFrom = nested;
        }
    }

    void end() {
        if (nested == hiddenFrom) {
            hiddenFrom = Integer.MAX_VALUE;
        }
        nested = Math.max(0, nested - 1);
    }

    boolean hidden() {
        return hiddenFrom <= nested;
    }

    /** Whether an image or form is on a layer that is off. */
    boolean hides(COSDictionary object) {
        return hidden() || isOff(object.getCOSDictionary(COSName.OC));
    }

    private boolean isOff(@Nullable COSDictionary group) {
        return properties != null
                && group != null
                && PDPropertyList.create(group) instanceof PDOptionalContentGroup layer
                && !properties.isGroupEnabled(layer);
    }
}
