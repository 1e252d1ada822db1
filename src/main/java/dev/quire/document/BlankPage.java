package dev.quire.document;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDPage;

/** Finds out whether a page that shows nothing is meant to: PDFBox draws what it can and keeps quiet about the rest. */
final class BlankPage {

    private BlankPage() {}

    /**
     * @param painted whether anything that paints was carried out
     * @throws DocumentException when something was lost on the page
     */
    static void examine(PDPage page, int number, BooleanSupplier painted, Watch watch)
            throws IOException, DocumentException {
        String nothing = "Page %s shows nothing, since: ".formatted(number);
        Map<String, ErrorClass> troubles = watch.troubles();
        for (ErrorClass errorClass : new ErrorClass[] {ErrorClass.UNDECODABLE, ErrorClass.CORRUPT}) {
            for (Map.Entry<String, ErrorClass> trouble : troubles.entrySet()) {
                if (trouble.getValue() == errorClass) {
                    throw new DocumentException(errorClass, nothing + trouble.getKey());
                }
            }
        }
        for (FilteredStream stream : Set.copyOf(watch.streams())) {
            if (stream.isDamaged()) {
                throw new DocumentException(
                        ErrorClass.CORRUPT, nothing + "the compressed data of a stream is damaged: ask for a new copy");
            }
        }
        if (isContentMissing(page.getCOSObject())) {
            throw new DocumentException(
                    ErrorClass.CORRUPT, nothing + "its content is missing from the file: ask for a new copy");
        }
        if (!painted.getAsBoolean() && paints(page)) {
            throw new DocumentException(
                    ErrorClass.CORRUPT, nothing + "its content breaks off where it cannot be read: ask for a new copy");
        }
        if (!watch.damage().isEmpty()) {
            throw new DocumentException(
                    ErrorClass.CORRUPT,
                    nothing
                            + "the file is damaged (%s), and nobody can tell what was meant: ask for a new copy"
                                    .formatted(watch.damage()));
        }
    }

    /** The page names its content, and nothing is there. */
    private static boolean isContentMissing(COSDictionary page) {
        COSBase contents = page.getDictionaryObject(COSName.CONTENTS);
        if (contents instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSStream) {
                    return false;
                }
            }
            return array.size() > 0;
        }
        return page.containsKey(COSName.CONTENTS) && !(contents instanceof COSStream);
    }

    private static boolean paints(PDPage page) throws IOException {
        try (RandomAccessRead content = page.getContentsForStreamParsing()) {
            return Contents.paints(content);
        }
    }
}
