package dev.quire.document;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
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

    private final Watch watch;
    private final Syntax syntax;
    /** Of each stream that holds objects, those that nobody has asked for yet. */
    private final Map<Long, Map<COSObjectKey, COSBase>> packed = new HashMap<>();

    GuardedParser(SourceBytes bytes, String password, Room room, Watch watch) throws IOException {
        super(bytes, password, null, null, null);
        this.watch = watch;
        this.syntax = new Syntax(source, "", watch);
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
        syntax.begin();
        try {
            return super.dereferenceCOSObject(object);
        } catch (IOException e) {
            watch.damaged("object %s: %s".formatted(object.getKey(), Failures.text(e)));
            throw e;
        }
    }

    @Override
    protected @Nullable COSBase parseObjectStreamObject(long number, COSObjectKey key) throws IOException {
        Map<COSObjectKey, COSBase> others = packed.computeIfAbsent(number, any -> new HashMap<>());
        COSBase object = others.remove(key);
        if (object == null
                && document.getObjectFromPool(getObjectKey(number, 0)).getObject() instanceof COSStream stream) {
            try {
                Map<COSObjectKey, COSBase> all = new PackedObjects(stream, number, document, watch).parseAllObjects();
                object = all.remove(key);
                all.forEach(others::putIfAbsent);
            } catch (IOException e) {
                watch.damaged("the objects in stream %d: %s".formatted(number, Failures.text(e)));
            }
        }
        return object;
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
