package dev.quire.document;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.RandomAccessInputStream;
import org.apache.pdfbox.io.RandomAccessOutputStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessReadWriteBuffer;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a PDF that decodes to no more than its {@link Room} allows: every content stream, font, profile and image
 * of a document comes through here.
 */
final class FilteredStream extends COSStream {

    private static final int CHUNK = 64 << 10;

    /** How PDFBox says that it has no decoder for a stream. */
    private static final String UNKNOWN_FILTER = "Invalid filter";

    private final Room room;
    private final Watch watch;

    FilteredStream(@Nullable RandomAccessStreamCache cache, @Nullable RandomAccessReadView raw, Room room, Watch watch)
            throws IOException {
        super(cache, raw);
        this.room = room;
        this.watch = watch;
    }

    @Override
    public COSInputStream createInputStream(DecodeOptions options) throws IOException {
        watch.check();
        watch.reads(this);
        boolean codec = false;
        try {
            List<COSName> filters = filters();
            if (filters.isEmpty()) {
                return super.createInputStream(options);
            }
            int last = filters.size() - 1;
            codec = ImageHeader.isCodec(filters.get(last));
            if (codec) {
                admitImage(filters, options);
                return super.createInputStream(options);
            }
            RandomAccessRead decoded = decode(filters, options);
            return new COSStream(null, new RandomAccessReadView(decoded, 0, decoded.length())).createInputStream();
        } catch (IOException e) {
            throw noted(e, codec);
        }
    }

    @Override
    public RandomAccessRead createView() throws IOException {
        watch.check();
        watch.reads(this);
        try {
            List<COSName> filters = filters();
            boolean simple = filters.isEmpty() || ImageHeader.isCodec(filters.get(filters.size() - 1));
            return simple ? super.createView() : decode(filters, DecodeOptions.DEFAULT);
        } catch (IOException e) {
            throw noted(e, false);
        }
    }

    private IOException noted(IOException e, boolean codec) {
        String text = Failures.text(e);
        if (text.startsWith(UNKNOWN_FILTER)) {
            watch.trouble(
                    ErrorClass.UNDECODABLE,
                    "no decoder here knows the filter of a stream (%s): save it as PDF 1.7".formatted(text));
        } else {
            watch.trouble(
                    codec ? ErrorClass.UNDECODABLE : ErrorClass.CORRUPT,
                    "a stream cannot be decoded (%s)".formatted(text));
        }
        return e;
    }

    /** Looks into the image's own header, which is what its decoder will believe. */
    private void admitImage(List<COSName> filters, DecodeOptions options) throws IOException {
        int last = filters.size() - 1;
        try (InputStream raw = createRawInputStream();
                InputStream encoded = new BufferedInputStream(
                        last == 0 ? raw : new RandomAccessInputStream(decode(filters.subList(0, last), options)))) {
            ImageHeader header = ImageHeader.of(filters.get(last), encoded, this);
            room.admitHeader(header, watch);
        }
    }

    private RandomAccessRead decode(List<COSName> filters, DecodeOptions options) throws IOException {
        InputStream input = createRawInputStream();
        RandomAccessReadWriteBuffer buffer = new RandomAccessReadWriteBuffer(CHUNK);
        for (int i = 0; i < filters.size(); i++) {
            if (i > 0) {
                buffer.seek(0);
                input = new RandomAccessInputStream(buffer);
                buffer = new RandomAccessReadWriteBuffer(CHUNK);
            }
            try (InputStream encoded = input) {
                OutputStream decoded = new RoomStream(new RandomAccessOutputStream(buffer), room.streamBytes(), watch);
                FilterFactory.INSTANCE.getFilter(filters.get(i)).decode(encoded, decoded, this, i, options);
            }
        }
        buffer.seek(0);
        return buffer;
    }

    private List<COSName> filters() throws IOException {
        List<COSName> names = new ArrayList<>();
        COSBase filters = getFilters();
        if (filters instanceof COSName name) {
            names.add(name);
        } else if (filters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.getObject(i) instanceof COSName name)) {
                    throw new IOException("A filter that is not a name: " + array.getObject(i));
                }
                names.add(name);
            }
        }
        return names;
    }

    /** Whether the compressed data is damaged, which PDFBox only logs: it goes on with what it got. */
    boolean isDamaged() {
        try {
            List<COSName> filters = filters();
            if (filters.isEmpty()) {
                return false;
            }
            COSName first = filters.get(0);
            if (COSName.FLATE_DECODE.equals(first) || COSName.FLATE_DECODE_ABBREVIATION.equals(first)) {
                return !inflates();
            }
            try (InputStream raw = new BufferedInputStream(createRawInputStream())) {
                return !EndOfData.isReached(first, raw, parameters());
            }
        } catch (IOException e) {
            return true;
        }
    }

    /** Of the first filter. */
    private COSDictionary parameters() {
        COSBase parameters = getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        COSBase first = parameters instanceof COSArray array && array.size() > 0 ? array.getObject(0) : parameters;
        return first instanceof COSDictionary dictionary ? dictionary : new COSDictionary();
    }

    private boolean inflates() throws IOException {
        Inflater inflater = new Inflater();
        byte[] encoded = new byte[CHUNK];
        byte[] decoded = new byte[CHUNK];
        try (InputStream raw = createRawInputStream()) {
            for (int count = raw.read(encoded); count > 0 && !inflater.finished(); count = raw.read(encoded)) {
                watch.check();
                inflater.setInput(encoded, 0, count);
                while (!inflater.needsInput() && !inflater.finished()) {
                    if (inflater.inflate(decoded) == 0 && inflater.needsDictionary()) {
                        return false;
                    }
                }
            }
            return inflater.finished() || isChecksumAlone(inflater);
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    /** Whether all is there but the checksum behind it, which many a file cuts off: then any will be the wrong one. */
    private static boolean isChecksumAlone(Inflater inflater) {
        inflater.setInput(new byte[Integer.BYTES]);
        try {
            return inflater.inflate(new byte[1]) == 0 && inflater.finished();
        } catch (DataFormatException e) {
            return "incorrect data check".equals(e.getMessage());
        }
    }
}
