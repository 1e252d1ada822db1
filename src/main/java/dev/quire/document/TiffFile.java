package dev.quire.document;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directories of a TIFF file, or of the Exif data within a JPEG file: numbers alone, no pixel is decoded (TIFF 6.0,
 * section 2).
 *
 * @param start where its header lies in the file
 */
record TiffFile(SourceBytes bytes, long start) {

    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    /**
     * One directory, which describes one image.
     *
     * @param numbers the first number of each tag
     */
    record Directory(Map<Integer, Double> numbers) {

        double number(int tag, double otherwise) {
            return numbers.getOrDefault(tag, otherwise);
        }
    }

    /** Directories in the order of their chain, as far as it can be followed and at most so many. */
    List<Directory> directories(int most) throws IOException {
        List<Directory> directories = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        ByteBuffer header = ByteBuffer.wrap(bytes.peek(start, HEADER));
        if (header.remaining() < HEADER) {
            return directories;
        }
        header.order(header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long next = Integer.toUnsignedLong(header.getInt(4));
        while (next != 0 && directories.size() < most && seen.add(next)) {
            try {
                next = add(start + next, header.order(), directories);
            } catch (BufferUnderflowException e) {
                // Cut off: what came before it is there
                break;
            }
        }
        return directories;
    }

    /** Adds the directory and gives where the next one lies, 0 for none. */
    private long add(long at, ByteOrder order, List<Directory> directories) throws IOException {
        int entries = Short.toUnsignedInt(buffer(at, 2, order).getShort());
        ByteBuffer directory = buffer(at + 2, entries * ENTRY + 4, order);
        Map<Integer, Double> numbers = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            int tag = Short.toUnsignedInt(directory.getShort());
            int type = Short.toUnsignedInt(directory.getShort());
            directory.getInt();
            int value = directory.getInt();
            switch (type) {
                case SHORT ->
                    numbers.put(tag, (double) (order == ByteOrder.LITTLE_ENDIAN ? value & 0xffff : value >>> 16));
                case LONG -> numbers.put(tag, (double) Integer.toUnsignedLong(value));
                case RATIONAL -> numbers.put(tag, rational(start + Integer.toUnsignedLong(value), order));
                default -> {}
            }
        }
        directories.add(new Directory(numbers));
        return Integer.toUnsignedLong(directory.getInt());
    }

    private double rational(long at, ByteOrder order) throws IOException {
        ByteBuffer pair = ByteBuffer.wrap(bytes.peek(at, 8)).order(order);
        if (pair.remaining() < 8) {
            return 0;
        }
        double numerator = Integer.toUnsignedLong(pair.getInt());
        long denominator = Integer.toUnsignedLong(pair.getInt());
        return denominator == 0 ? 0 : numerator / denominator;
    }

    private ByteBuffer buffer(long at, int length, ByteOrder order) throws IOException {
        byte[] found = bytes.peek(at, length);
        if (found.length < length) {
            throw new BufferUnderflowException();
        }
        return ByteBuffer.wrap(found).order(order);
    }
}
