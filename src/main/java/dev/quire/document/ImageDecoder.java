package dev.quire.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessInputStream;

/** One of Java's image decoders on one file: asked for the size first, never for more pixels than there is room for. */
final class ImageDecoder implements AutoCloseable {

    private static final int USUAL_BITS = 24;
    /** What the JPEG decoder says where pixels are missing; the rest of its warnings is about metadata. */
    private static final Set<String> LOSSES = Set.of("Premature", "Corrupt");

    private final ImageReader reader;
    private final Room room;
    private final Watch watch;

    private ImageDecoder(ImageReader reader, Room room, Watch watch) {
        this.reader = reader;
        this.room = room;
        this.watch = watch;
    }

    static ImageDecoder open(FileFormat format, SourceBytes bytes, Room room, Watch watch) throws IOException {
        if (format == FileFormat.JPEG || format == FileFormat.JPEG_2000) {
            COSName codec = format == FileFormat.JPEG ? COSName.DCT_DECODE : COSName.JPX_DECODE;
            bytes.seek(0);
            room.admitHeader(ImageHeader.of(codec, new RandomAccessInputStream(bytes), new COSDictionary()), watch);
        }
        ImageReader reader = reader(format);
        reader.setInput(new SourceImageStream(bytes, watch), false, true);
        reader.addIIOReadWarningListener((source, warning) -> note(warning, watch));
        return new ImageDecoder(reader, room, watch);
    }

    /** Java's own where there is one: other libraries bring decoders of their own along. */
    private static ImageReader reader(FileFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.id());
        ImageReader first = readers.next();
        for (ImageReader next = first; ; next = readers.next()) {
            if (ImageIO.class.getModule().equals(next.getClass().getModule())) {
                return next;
            }
            if (!readers.hasNext()) {
                return first;
            }
        }
    }

    private static void note(String warning, Watch watch) {
        if (LOSSES.stream().anyMatch(warning::startsWith)) {
            watch.trouble(ErrorClass.CORRUPT, "Some of the image is lost: " + warning);
        } else {
            watch.remark(warning);
        }
    }

    int width(int index) throws IOException {
        return reader.getWidth(index);
    }

    int height(int index) throws IOException {
        return reader.getHeight(index);
    }

    boolean hasMoreThanOne() throws IOException {
        return reader.getNumImages(true) > 1;
    }

    /** Decodes an image, or every second, third, ... pixel of a large one: twice as many as the page shows. */
    BufferedImage decode(int index, double pixelsOnPage) throws IOException {
        int width = reader.getWidth(index);
        int height = reader.getHeight(index);
        room.admitPixels(width, height, "Image", watch);
        room.admitPixels(reader.getTileWidth(index), reader.getTileHeight(index), "Tile of an image", watch);
        int subsampling = ImageCost.subsampling(width, height, pixelsOnPage);
        double bytes = (double) width * height * bits(index) / 8;
        room.admitBytes(bytes + bytes / subsampling / subsampling, "Image", watch);
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(subsampling, subsampling, 0, 0);
        return reader.read(index, parameters);
    }

    private int bits(int index) throws IOException {
        ImageTypeSpecifier type = reader.getRawImageType(index);
        return type == null ? USUAL_BITS : type.getColorModel().getPixelSize();
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
