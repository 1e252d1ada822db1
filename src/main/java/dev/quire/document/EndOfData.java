package dev.quire.document;

import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;

/** Whether encoded data comes to the end that it has to have: PDFBox decodes what there is, of whatever kind it really is. */
final class EndOfData {

    private static final int LZW_CLEAR = 256;
    private static final int LZW_END = 257;
    private static final int LZW_WIDEST = 12;
    private static final int RUN_LENGTH_END = 128;

    private EndOfData() {}

    /**
     * True for filters that have no such end.
     *
     * @throws IOException where the data ends before
     */
    static boolean isReached(COSName filter, InputStream encoded, COSDictionary parameters) throws IOException {
        if (COSName.LZW_DECODE.equals(filter) || COSName.LZW_DECODE_ABBREVIATION.equals(filter)) {
            return endsAsLzw(encoded, parameters.getInt(COSName.EARLY_CHANGE, 1));
        }
        boolean runs =
                COSName.RUN_LENGTH_DECODE.equals(filter) || COSName.RUN_LENGTH_DECODE_ABBREVIATION.equals(filter);
        return !runs || endsAsRunLength(encoded);
    }

    /** Follows the codes without what they stand for: each but the first after a clearing adds one to the table. */
    private static boolean endsAsLzw(InputStream encoded, int early) throws IOException {
        ImageInputStream bits = new MemoryCacheImageInputStream(encoded);
        int size = LZW_END + 1;
        boolean first = true;
        int code = (int) bits.readBits(width(size));
        while (code != LZW_END) {
            if (code > size || (first && code == size)) {
                return false;
            }
            size = code == LZW_CLEAR ? LZW_END + 1 : first ? size : size + 1;
            first = code == LZW_CLEAR;
            code = (int) bits.readBits(width(size + early));
        }
        return true;
    }

    private static int width(int size) {
        return Math.min(LZW_WIDEST, Integer.SIZE - Integer.numberOfLeadingZeros(size));
    }

    private static boolean endsAsRunLength(InputStream encoded) throws IOException {
        for (int length = encoded.read(); length >= 0; length = encoded.read()) {
            if (length == RUN_LENGTH_END) {
                return true;
            }
            encoded.skipNBytes(length < RUN_LENGTH_END ? length + 1 : 1);
        }
        return false;
    }
}
