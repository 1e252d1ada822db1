package dev.quire.document;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;

/**
 * The size that an encoded image will have, read from its own first bytes without decoding it. What the PDF says about
 * it is often another size.
 *
 * @param bytesPerPixel that its decoder takes
 */
record ImageHeader(String codec, long width, long height, double bytesPerPixel, long tiles) {

    static final long MOST_TILES = 65_535;

    private static final int JPX_SIZE = 0xff51;
    private static final int JPX_SEARCH = 64 << 10;
    private static final int JBIG2_UNKNOWN = 0xffffffff;

    static boolean isCodec(COSName filter) {
        return filter.equals(COSName.JPX_DECODE)
                || filter.equals(COSName.JBIG2_DECODE)
                || filter.equals(COSName.DCT_DECODE)
                || filter.equals(COSName.DCT_DECODE_ABBREVIATION)
                || filter.equals(COSName.CCITTFAX_DECODE)
                || filter.equals(COSName.CCITTFAX_DECODE_ABBREVIATION);
    }

    /** A broken header counts as size 0: its decoder will say what is wrong. */
    static ImageHeader of(COSName filter, InputStream encoded, COSDictionary image) throws IOException {
        try {
            if (filter.equals(COSName.JPX_DECODE)) {
                return jpx(new DataInputStream(encoded));
            }
            if (filter.equals(COSName.JBIG2_DECODE)) {
                return jbig2(encoded, image);
            }
            boolean jpeg = filter.equals(COSName.DCT_DECODE) || filter.equals(COSName.DCT_DECODE_ABBREVIATION);
            return jpeg ? jpeg(new DataInputStream(encoded)) : fax(image);
        } catch (EOFException e) {
            return new ImageHeader("Broken", 0, 0, 0, 1);
        }
    }

    private static ImageHeader jpx(DataInputStream in) throws IOException {
        int marker = in.readUnsignedByte();
        for (int i = 0; i < JPX_SEARCH; i++) {
            marker = ((marker << 8) + in.readUnsignedByte()) & 0xffff;
            if (marker == JPX_SIZE) {
                in.readInt();
                long right = unsigned(in);
                long bottom = unsigned(in);
                long left = unsigned(in);
                long top = unsigned(in);
                long tileWidth = Math.max(1, unsigned(in));
                long tileHeight = Math.max(1, unsigned(in));
                in.readLong();
                int components = in.readUnsignedShort();
                long tiles = (right / tileWidth + 1) * (bottom / tileHeight + 1);
                // The decoder works on ints and keeps a second copy while it undoes the wavelets
                return new ImageHeader("JPEG 2000", right - left, bottom - top, 6.0 * components, tiles);
            }
        }
        throw new EOFException();
    }

    private static ImageHeader jpeg(DataInputStream in) throws IOException {
        while (true) {
            int marker = in.readUnsignedByte();
            if (marker != 0xff) {
                continue;
            }
            do {
                marker = in.readUnsignedByte();
            } while (marker == 0xff);
            boolean alone = marker <= 1 || (marker >= 0xd0 && marker <= 0xd9);
            if (alone) {
                continue;
            }
            int length = in.readUnsignedShort();
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                in.readByte();
                long height = in.readUnsignedShort();
                long width = in.readUnsignedShort();
                return new ImageHeader("JPEG", width, height, in.readUnsignedByte(), 1);
            }
            in.skipNBytes(Math.max(0, length - 2));
        }
    }

    private static ImageHeader fax(COSDictionary image) {
        COSDictionary parameters = parameters(image);
        long columns = parameters.getInt(COSName.COLUMNS, 1728);
        long rows = parameters.getInt(COSName.ROWS, 0);
        long height = Math.max(rows, image.getInt(COSName.HEIGHT, COSName.H, 0));
        return new ImageHeader("Fax", Math.max(0, columns), Math.max(0, height), 0.25, 1);
    }

    private static COSDictionary parameters(COSDictionary image) {
        COSBase found = image.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        if (found instanceof COSArray array && array.size() > 0) {
            found = array.getObject(array.size() - 1);
        }
        return found instanceof COSDictionary dictionary ? dictionary : new COSDictionary();
    }

    private static ImageHeader jbig2(InputStream encoded, COSDictionary image) throws IOException {
        COSStream globals = parameters(image).getCOSStream(COSName.JBIG2_GLOBALS);
        InputStream whole = globals == null ? encoded : new SequenceInputStream(globals.createInputStream(), encoded);
        DataInputStream in = new DataInputStream(whole);
        long width = 0;
        long height = 0;
        try {
            while (true) {
                long[] size = jbig2Segment(in);
                width = Math.max(width, size[0]);
                height = Math.max(height, size[1]);
            }
        } catch (EOFException e) {
            return new ImageHeader("JBIG2", width, height, 1.5, 1);
        }
    }

    /** Width and height of the page or region that one segment declares, 0 for another segment. */
    private static long[] jbig2Segment(DataInputStream in) throws IOException {
        long number = unsigned(in);
        int flags = in.readUnsignedByte();
        int counted = in.readUnsignedByte();
        long referred = counted >> 5;
        if (referred == 7) {
            referred = ((long) (counted & 0x1f) << 24) + (in.readUnsignedByte() << 16) + in.readUnsignedShort();
            in.skipNBytes((referred + 8) / 8);
        }
        int referenceBytes = number <= 256 ? 1 : number <= 65_536 ? 2 : 4;
        in.skipNBytes(referred * referenceBytes + ((flags & 0x40) == 0 ? 1 : 4));
        int length = in.readInt();
        int type = flags & 0x3f;
        boolean sized = type == 48 || (type >= 4 && type <= 7) || (type >= 20 && type <= 43);
        if (!sized || (length >= 0 && length < 8)) {
            in.skipNBytes(Integer.toUnsignedLong(length));
            return new long[] {0, 0};
        }
        long width = unsigned(in);
        int height = in.readInt();
        in.skipNBytes(Integer.toUnsignedLong(length) - 8);
        return new long[] {width, height == JBIG2_UNKNOWN ? 0 : Integer.toUnsignedLong(height)};
    }

    private static long unsigned(DataInputStream in) throws IOException {
        return Integer.toUnsignedLong(in.readInt());
    }
}
