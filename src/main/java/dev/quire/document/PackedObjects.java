package dev.quire.document;

import java.io.IOException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFObjectStreamParser;
import org.jspecify.annotations.Nullable;

/** PDFBox's parser of a stream that holds objects, noting what it skips. */
final class PackedObjects extends PDFObjectStreamParser {

    private final Syntax syntax;

    /** @param number of the stream */
    PackedObjects(COSStream stream, long number, COSDocument document, Watch watch) throws IOException {
        super(stream, document);
        this.syntax = new Syntax(source, " of the objects in stream " + number, watch);
    }

    @Override
    protected @Nullable COSBase parseDirObject() throws IOException {
        skipSpaces();
        return syntax.object(super::parseDirObject);
    }

    @Override
    protected COSDictionary parseCOSDictionary(boolean direct) throws IOException {
        return syntax.dictionary(() -> super.parseCOSDictionary(direct));
    }

    @Override
    protected void skipSpaces() throws IOException {
        syntax.beforeSpaces();
        super.skipSpaces();
        syntax.behindSpaces();
    }

    @Override
    protected COSName parseCOSName() throws IOException {
        syntax.name();
        return super.parseCOSName();
    }

    @Override
    protected void readExpectedChar(char expected) throws IOException {
        syntax.expected(expected, () -> super.readExpectedChar(expected));
    }
}
