package dev.quire.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** Small image files: well-formed ones by Java's writers, TIFF and Exif number by number. */
public final class AnImage {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    private AnImage() {}

    /** White with a black square of a quarter of either side in the upper left corner. */
    public static BufferedImage marked(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, 0, width / 4, height / 4);
        graphics.dispose();
        return image;
    }

    /** As a file of a format that {@link ImageIO} writes. */
    public static byte[] written(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("No writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A JPEG file with Exif data that says how to turn it, put behind the first marker. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif =
                APdf.bytes(APdf.hex("ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 %04x0000 00000000"
                        .formatted(orientation)));
        return ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 2)
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A PNG file that says how many pixels lie on a metre of paper, put behind its header. */
    public static byte[] withPixelsPerMetre(byte[] png, int pixels) {
        // The checksum is left 0: no reader here looks at it
        byte[] size = APdf.bytes(APdf.hex("00000009 70485973 %08x %08x 01 00000000".formatted(pixels, pixels)));
        return ByteBuffer.allocate(png.length + size.length)
                .put(png, 0, 33)
                .put(size)
                .put(png, 33, png.length - 33)
                .array();
    }

    /** One page of an uncompressed grey TIFF: black in the upper left quarter of either side, white elsewhere. */
    public static final class TiffPage {

        private final int width;
        private final int height;
        private final Map<Integer, Long> numbers = new TreeMap<>();
        private final Map<Integer, Integer> rationals = new TreeMap<>();

        public TiffPage(int width, int height) {
            this.width = width;
            this.height = height;
            with(256, width)
                    .with(257, height)
                    .with(258, 8)
                    .with(259, 1)
                    .with(262, 1)
                    .with(277, 1);
            with(278, height).with(279, (long) width * height);
        }

        /** Sets a tag, instead of what a page of this size would say. */
        public TiffPage with(int tag, long number) {
            numbers.put(tag, number);
            return this;
        }

        public TiffPage withDpi(int across, int down) {
            rationals.put(282, across);
            rationals.put(283, down);
            return this;
        }

        private byte[] pixels() {
            byte[] pixels = new byte[width * height];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (i % width < width / 4 && i / width < height / 4 ? 0 : 255);
            }
            return pixels;
        }
    }

    /** Big-endian, each page's pixels before its directory. */
    public static byte[] tiff(TiffPage... pages) {
        return tiff(-1, pages);
    }

    /** The same with the page, from 0, that follows on the last one; -1 for none. */
    public static byte[] tiff(int after, TiffPage... pages) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(APdf.bytes(APdf.hex("4d4d002a 00000000")));
        List<Integer> directories = new ArrayList<>();
        List<Integer> links = new ArrayList<>(List.of(4));
        for (TiffPage page : pages) {
            byte[] pixels = page.pixels();
            page.numbers.putIfAbsent(273, (long) file.size());
            file.writeBytes(pixels);
            Map<Integer, Integer> placed = new TreeMap<>();
            page.rationals.forEach((tag, value) -> {
                placed.put(tag, file.size());
                file.writeBytes(ByteBuffer.allocate(8).putInt(value).putInt(1).array());
            });
            directories.add(file.size());
            file.writeBytes(directory(page, placed));
            links.add(file.size() - 4);
        }
        ByteBuffer bytes = ByteBuffer.wrap(file.toByteArray());
        for (int i = 0; i < directories.size(); i++) {
            bytes.putInt(links.get(i), directories.get(i));
        }
        if (after >= 0) {
            bytes.putInt(links.get(directories.size()), directories.get(after));
        }
        return bytes.array();
    }

    private static byte[] directory(TiffPage page, Map<Integer, Integer> placed) {
        Map<Integer, ByteBuffer> entries = new TreeMap<>();
        page.numbers.forEach((tag, value) -> entries.put(tag, entry(tag, LONG, value.intValue())));
        placed.forEach((tag, at) -> entries.put(tag, entry(tag, RATIONAL, at)));
        ByteBuffer directory = ByteBuffer.allocate(2 + 12 * entries.size() + 4);
        directory.putShort((short) entries.size());
        entries.values().forEach(directory::put);
        return directory.array();
    }

    private static ByteBuffer entry(int tag, int type, int value) {
        boolean small = type == LONG && value >= 0 && value <= 0xffff;
        return ByteBuffer.allocate(12)
                .putShort((short) tag)
                .putShort((short) (small ? SHORT : type))
                .putInt(1)
                .putInt(small ? value << 16 : value)
                .flip();
    }
}
