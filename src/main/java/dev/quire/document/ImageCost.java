package dev.quire.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;

/** What it takes to decode an image of a page, asked for before any of it is allocated. */
final class ImageCost {

    /** Below this an image is drawn from all its pixels. */
    private static final double LARGE = 16_000_000;

    private static final int MOST_SUBSAMPLING = 8;

    /** What the filters of a PDF can make of one byte: LZW 2,700, flate 1,032. */
    private static final int MOST_EXPANSION = 2_700;

    private ImageCost() {}

    /** Every how many-th pixel of an image is drawn, in both directions. */
    static int subsampling(int width, int height, double pixelsOnPage) {
        double pixels = (double) width * height;
        int most = Math.min(MOST_SUBSAMPLING, Math.min(width, height));
        int ratio = (int) Math.sqrt(pixels / pixelsOnPage);
        return pixels < LARGE ? 1 : Math.max(1, Math.min(most, ratio / 2));
    }

    /** Refuses an image, or its masks, that are too large. */
    static void admit(PDImage image, int subsampling, Room room, Watch watch) throws IOException {
        long width = image.getWidth();
        long height = image.getHeight();
        room.admitPixels(width, height, "Image", watch);
        COSDictionary dictionary = image.getCOSObject();
        double shown = (double) width * height / subsampling / subsampling;
        double largest = shown;
        for (COSName name : List.of(COSName.SMASK, COSName.MASK)) {
            COSStream mask = dictionary.getCOSStream(name);
            if (mask != null) {
                long maskWidth = mask.getInt(COSName.WIDTH, 0);
                long maskHeight = mask.getInt(COSName.HEIGHT, 0);
                // An image and its mask are brought to the larger width and the larger height
                room.admitPixels(Math.max(width, maskWidth), Math.max(height, maskHeight), "Mask of an image", watch);
                double both = (double) Math.max(width, maskWidth) * Math.max(height, maskHeight);
                largest = Math.max(largest, both / subsampling / subsampling);
            }
        }
        room.admitBytes(bytes(image, (double) width * height, shown, largest), "Image", watch);
    }

    private static double bytes(PDImage image, double pixels, double shown, double largest) throws IOException {
        if (image.isStencil()) {
            // Drawn through a mask in full size
            return pixels / 8 + pixels * 4;
        }
        int components = image.getColorSpace().getNumberOfComponents();
        double encoded = pixels * components * image.getBitsPerComponent() / 8;
        boolean grey = components == 1 && image.getBitsPerComponent() == 1;
        double drawn = shown * (grey ? 1 : components + 4) + (largest > shown || masked(image) ? largest * 5 : 0);
        return encoded + drawn;
    }

    private static boolean masked(PDImage image) {
        COSDictionary dictionary = image.getCOSObject();
        return dictionary.containsKey(COSName.SMASK) || dictionary.containsKey(COSName.MASK);
    }

    /** An image within a content stream is decoded before it can be asked for its size. */
    static void admitInline(Operator operator, Room room, Watch watch) throws IOException {
        COSDictionary parameters = operator.getImageParameters();
        byte[] data = operator.getImageData();
        if (parameters == null || data == null) {
            return;
        }
        room.admitPixels(
                parameters.getInt(COSName.W, COSName.WIDTH, 0),
                parameters.getInt(COSName.H, COSName.HEIGHT, 0),
                "Inline image",
                watch);
        COSBase filters = parameters.getDictionaryObject(COSName.F, COSName.FILTER);
        COSBase first = filters instanceof COSArray array && array.size() > 0 ? array.getObject(0) : filters;
        boolean may = data.length > room.streamBytes() / MOST_EXPANSION;
        if (may && first instanceof COSName filter && !ImageHeader.isCodec(filter)) {
            try (OutputStream counted = new RoomStream(OutputStream.nullOutputStream(), room.streamBytes(), watch)) {
                FilterFactory.INSTANCE.getFilter(filter).decode(new ByteArrayInputStream(data), counted, parameters, 0);
            }
        } else if (first instanceof COSName filter && ImageHeader.isCodec(filter)) {
            room.admitHeader(ImageHeader.of(filter, new ByteArrayInputStream(data), parameters), watch);
        }
    }
}
