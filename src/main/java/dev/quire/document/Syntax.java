package dev.quire.document;

import java.io.IOException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.io.RandomAccessRead;
import org.jspecify.annotations.Nullable;

/** Notes where a parser of PDFBox skips what does not follow the syntax, which it does without a word. */
final class Syntax {

    private static final long NOWHERE = -1;

    private final RandomAccessRead source;
    private final String place;
    private final Watch watch;

    /** Whether the next thing is the name of a dictionary's entry, or its end. */
    private boolean betweenEntries;
    /** Where spaces ended, if nothing was read since that PDFBox has a method for. */
    private long behindSpaces = NOWHERE;

    /** @param place what the parser reads, to end a message with; empty for the file */
    Syntax(RandomAccessRead source, String place, Watch watch) {
        this.source = source;
        this.place = place;
        this.watch = watch;
    }

    /** What a parser does next. */
    interface Parsing<T extends @Nullable Object> {
        T parse() throws IOException;
    }

    /** Likewise, without a result. */
    interface Reading {
        void read() throws IOException;
    }

    /** Another object of the file begins, whatever came before. */
    void begin() {
        betweenEntries = false;
    }

    /** What is no object is skipped, as if it were the null that it becomes. Spaces before it are skipped already. */
    @Nullable
    COSBase object(Parsing<@Nullable COSBase> parsing) throws IOException {
        boolean around = betweenEntries;
        betweenEntries = false;
        long start = source.getPosition();
        int first = source.peek();
        COSBase parsed = parsing.parse();
        if (parsed == null || (parsed == COSNull.NULL && first != 'n')) {
            note("no object", start);
        }
        betweenEntries = around;
        behindSpaces = NOWHERE;
        return parsed;
    }

    /** What is no entry of a dictionary is skipped up to the next slash, and entries with it. */
    COSDictionary dictionary(Parsing<COSDictionary> parsing) throws IOException {
        boolean around = betweenEntries;
        betweenEntries = true;
        COSDictionary parsed = parsing.parse();
        noteSkipped();
        betweenEntries = around;
        return parsed;
    }

    void beforeSpaces() throws IOException {
        noteSkipped();
    }

    void behindSpaces() throws IOException {
        behindSpaces = source.getPosition();
    }

    void name() {
        behindSpaces = NOWHERE;
    }

    void expected(char expected, Reading reading) throws IOException {
        behindSpaces = NOWHERE;
        try {
            reading.read();
        } catch (IOException e) {
            note("no '%c'".formatted(expected), source.getPosition());
            throw e;
        }
    }

    private void noteSkipped() throws IOException {
        if (betweenEntries && behindSpaces != NOWHERE && behindSpaces != source.getPosition()) {
            note("no entry of a dictionary", behindSpaces);
        }
    }

    private void note(String what, long at) {
        watch.damaged("%s at byte %,d%s".formatted(what, at, place));
    }
}
