package dev.quire.document;

import java.io.IOException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.jspecify.annotations.Nullable;

/** PDFBox's parser, making {@link FilteredStream}s of all streams. Decrypted streams go to disk beyond a few megabytes. */
final class GuardedParser extends PDFParser {

    private static final long CACHE_MEMORY = 16L << 20;
    private static final long CACHE_DISK = 4L << 30;

    /** The handler of passwords; all others want certificates. */
    private static final String STANDARD = "Standard";

    private static final long NOWHERE = -1;

    private final Watch watch;

    /** Whether the next thing is the name of a dictionary's entry, or its end. */
    private boolean betweenEntries;
    /** Where spaces ended, if nothing was read since that PDFBox has a method for. */
    private long behindSpaces = NOWHERE;

    GuardedParser(SourceBytes bytes, String password, Room room, Watch watch) throws IOException {
        super(bytes, password, null, null, null);
        this.watch = watch;
        StreamCacheCreateFunction caches = MemoryUsageSetting.setupMixed(CACHE_MEMORY, CACHE_DISK).streamCache;
        document = new Streams(caches.create(), room);
        xrefTrailerResolver = new ObjectTable(watch);
    }

    @Override
    protected void initialParse() throws IOException {
        try {
            super.initialParse();
        } catch (IOException | NoClassDefFoundError e) {
            // Without a certificate to try, the classes that read certificates need not be there
            checkHandler();
            if (e instanceof NoClassDefFoundError || !addMissingRoot()) {
                throw e;
            }
        }
    }

    @Override
    public COSBase dereferenceCOSObject(COSObject object) throws IOException {
        betweenEntries = false;
        try {
            return super.dereferenceCOSObject(object);
        } catch (IOException e) {
            watch.damaged("object %s: %s".formatted(object.getKey(), Failures.text(e)));
            throw e;
        }
    }

    /** What is no object is skipped, as if it were the null that it becomes. */
    @Override
    protected @Nullable COSBase parseDirObject() throws IOException {
        boolean around = betweenEntries;
        skipSpaces();
        betweenEntries = false;
        long start = source.getPosition();
        int first = source.peek();
        COSBase parsed = super.parseDirObject();
        if (parsed == null || (parsed == COSNull.NULL && first != 'n')) {
            watch.damaged("no object at byte %,d".formatted(start));
        }
        betweenEntries = around;
        behindSpaces = NOWHERE;
        return parsed;
    }

    /** What is no entry of a dictionary is skipped up to the next slash, and entries with it. */
    @Override
    protected COSDictionary parseCOSDictionary(boolean direct) throws IOException {
        boolean around = betweenEntries;
        betweenEntries = true;
        COSDictionary parsed = super.parseCOSDictionary(direct);
        noteSkipped();
        betweenEntries = around;
        return parsed;
    }

    @Override
    protected void skipSpaces() throws IOException {
        noteSkipped();
        super.skipSpaces();
        behindSpaces = source.getPosition();
    }

    private void noteSkipped() throws IOException {
        if (betweenEntries && behindSpaces != NOWHERE && behindSpaces != source.getPosition()) {
            watch.damaged("no entry of a dictionary at byte %,d".formatted(behindSpaces));
        }
    }

    @Override
    protected COSName parseCOSName() throws IOException {
        behindSpaces = NOWHERE;
        return super.parseCOSName();
    }

    @Override
    protected void readExpectedChar(char expected) throws IOException {
        behindSpaces = NOWHERE;
        try {
            super.readExpectedChar(expected);
        } catch (IOException e) {
            watch.damaged("no '%c' at byte %,d".formatted(expected, source.getPosition()));
            throw e;
        }
    }

    /** Where its length is wrong, a stream ends wherever that seems likely, and its length is made to fit. */
    @Override
    protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
        COSBase length = dictionary.getItem(COSName.LENGTH);
        long start = source.getPosition();
        COSStream stream = super.parseCOSStream(dictionary);
        if (dictionary.getItem(COSName.LENGTH) != length) {
            watch.damaged("the length of the stream at byte %,d is wrong".formatted(start));
        }
        return stream;
    }

    private void checkHandler() throws IOException {
        COSDictionary trailer = document.getTrailer();
        COSDictionary encryption = trailer == null ? null : trailer.getCOSDictionary(COSName.ENCRYPT);
        if (encryption != null && !STANDARD.equals(encryption.getNameAsString(COSName.FILTER))) {
            throw watch.refuse(
                    ErrorClass.ENCRYPTED,
                    "Encrypted for the owners of certificates (handler %s), no password opens it: give an unencrypted copy"
                            .formatted(encryption.getNameAsString(COSName.FILTER)));
        }
    }

    /** The file lost its catalogue: {@link PageTree} may find its pages all the same. */
    private boolean addMissingRoot() {
        COSDictionary trailer = document.getTrailer();
        boolean missing = trailer != null
                && trailer.getCOSDictionary(COSName.ENCRYPT) == null
                && trailer.getCOSDictionary(COSName.ROOT) == null;
        if (missing) {
            COSDictionary root = new COSDictionary();
            root.setItem(COSName.TYPE, COSName.CATALOG);
            trailer.setItem(COSName.ROOT, root);
            document.setDecrypted();
        }
        return missing;
    }

    /** Would take pages that are not there out of the tree, and with them the count that says so: {@link PageTree} looks. */
    @Override
    protected void checkPages(COSDictionary root) {}

    /** The objects of the file; streams made later, for instance looks of form fields, are of our kind as well. */
    private final class Streams extends COSDocument {

        private final RandomAccessStreamCache cache;
        private final Room room;

        Streams(RandomAccessStreamCache cache, Room room) {
            super(() -> cache, GuardedParser.this);
            this.cache = cache;
            this.room = room;
        }

        @Override
        public COSStream createCOSStream(COSDictionary dictionary, long start, long length) throws IOException {
            FilteredStream stream = new FilteredStream(cache, createRandomAccessReadView(start, length), room, watch);
            dictionary.forEach(stream::setItem);
            stream.setKey(dictionary.getKey());
            return stream;
        }
    }
}
