package dev.quire.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an image file says about how its pixels lie on paper.
 *
 * @param dpiX pixels to an inch from left to right, 0 where nothing is said
 * @param dpiY from top to bottom
 * @param orientation 1 to 8 as Exif and TIFF count: 1 is upright, 5 to 8 have width and height swapped
 */
record ImageTags(float dpiX, float dpiY, int orientation) {

    static final ImageTags NONE = new ImageTags(0, 0, 1);

    private static final int ORIENTATION = 274;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;
    private static final int INCH = 2;
    private static final int CENTIMETRE = 3;

    private static final float CENTIMETRES_PER_INCH = 2.54f;
    private static final float METRES_PER_INCH = 0.0254f;

    private static final int JFIF = 0xffe0;
    private static final int EXIF = 0xffe1;
    private static final int START_OF_SCAN = 0xffda;
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int PNG_SIGNATURE = 8;
    private static final int BMP_RESOLUTION = 38;
    private static final int MOST_SEGMENTS = 1_000;

    ImageTags {
        orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    }

    /** Of a file with one image. */
    static ImageTags of(FileFormat format, SourceBytes bytes) throws IOException {
        return switch (format) {
            case JPEG -> jpeg(bytes);
            case PNG -> png(bytes);
            case BMP -> bmp(bytes);
            default -> NONE;
        };
    }

    static ImageTags of(TiffFile.Directory directory) {
        int unit = (int) directory.number(RESOLUTION_UNIT, INCH);
        float perInch = unit == INCH ? 1 : unit == CENTIMETRE ? CENTIMETRES_PER_INCH : 0;
        return new ImageTags(
                (float) directory.number(X_RESOLUTION, 0) * perInch,
                (float) directory.number(Y_RESOLUTION, 0) * perInch,
                (int) directory.number(ORIENTATION, 1));
    }

    /** The segments before the first scan; Exif tells the orientation, and the resolution where JFIF does not. */
    private static ImageTags jpeg(SourceBytes bytes) throws IOException {
        ImageTags found = NONE;
        long at = 2;
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            ByteBuffer segment = ByteBuffer.wrap(bytes.peek(at, 16));
            if (segment.remaining() < 16 || segment.get(0) != -1) {
                break;
            }
            int marker = Short.toUnsignedInt(segment.getShort(0));
            if (marker == START_OF_SCAN) {
                break;
            }
            if (marker == JFIF && segment.getInt(4) == 0x4a464946) {
                found = found.withResolution(jfif(segment));
            } else if (marker == EXIF && startsWith(segment, 4, EXIF_NAME)) {
                List<TiffFile.Directory> exif = new TiffFile(bytes, at + 4 + EXIF_NAME.length).directories(1);
                found = exif.isEmpty() ? found : of(exif.get(0)).withResolution(found);
            }
            at += 2 + Math.max(2, Short.toUnsignedInt(segment.getShort(2)));
        }
        return found;
    }

    private static ImageTags jfif(ByteBuffer segment) {
        float perInch = segment.get(11) == 1 ? 1 : segment.get(11) == 2 ? CENTIMETRES_PER_INCH : 0;
        return new ImageTags(
                Short.toUnsignedInt(segment.getShort(12)) * perInch,
                Short.toUnsignedInt(segment.getShort(14)) * perInch,
                1);
    }

    private static ImageTags png(SourceBytes bytes) throws IOException {
        long at = PNG_SIGNATURE;
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            ByteBuffer chunk = ByteBuffer.wrap(bytes.peek(at, 17));
            if (chunk.remaining() < 17 || startsWith(chunk, 4, "IDAT".getBytes(StandardCharsets.ISO_8859_1))) {
                break;
            }
            if (startsWith(chunk, 4, "pHYs".getBytes(StandardCharsets.ISO_8859_1))) {
                float perInch = chunk.get(16) == 1 ? METRES_PER_INCH : 0;
                return new ImageTags(chunk.getInt(8) * perInch, chunk.getInt(12) * perInch, 1);
            }
            at += 12 + Integer.toUnsignedLong(chunk.getInt(0));
        }
        return NONE;
    }

    private static ImageTags bmp(SourceBytes bytes) throws IOException {
        ByteBuffer metres = ByteBuffer.wrap(bytes.peek(BMP_RESOLUTION, 8)).order(ByteOrder.LITTLE_ENDIAN);
        return metres.remaining() < 8
                ? NONE
                : new ImageTags(metres.getInt(0) * METRES_PER_INCH, metres.getInt(4) * METRES_PER_INCH, 1);
    }

    private ImageTags withResolution(ImageTags other) {
        return other.dpiX > 0 && other.dpiY > 0 ? new ImageTags(other.dpiX, other.dpiY, orientation) : this;
    }

    private static boolean startsWith(ByteBuffer buffer, int at, byte[] name) {
        return ByteBuffer.wrap(name).equals(buffer.slice(at, name.length));
    }
}
