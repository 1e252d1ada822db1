package dev.quire.infer.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A frozen TorchScript archive with its weights in half precision instead of 32-bit floats. Frozen weights are constants of the
 * graph, which libtorch cannot convert once they are loaded; in the archive they lie as plain numbers, named by a pickle.
 */
final class HalfPrecision {

    private static final Pattern PICKLE = Pattern.compile("[^/]+/constants\\.pkl");
    private static final Pattern WEIGHTS = Pattern.compile("[^/]+/constants/(\\d+)");
    private static final String FLOATS = "ctorch\nFloatStorage\n";
    private static final String HALVES = "ctorch\nHalfStorage\n";
    /** The type of a storage, spelled out or by its number in the pickle's memo, and the storage's name. */
    private static final Pattern STORAGE = Pattern.compile(
            "(?s)(?:ctorch\\n(\\w+Storage)\\n(?:q(.)|r(.{4}))|h(.)|j(.{4}))X.\\x00\\x00\\x00(\\d+)(?=[qrXhj])");

    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final float SMALLEST_HALF = 0x1p-24f;
    private static final int INFINITE = 0x7c00;

    private HalfPrecision() {}

    static InputStream of(InputStream archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Set<String> floats = new HashSet<>();
        // Java reads such archives only from files: their entries lie stored, and their sizes behind them
        Path copy = Files.createTempFile("quire-network", ".pt");
        Files.copy(archive, copy, StandardCopyOption.REPLACE_EXISTING);
        try (ZipFile in = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                if (PICKLE.matcher(entry.getName()).matches()) {
                    String pickle = new String(content, StandardCharsets.ISO_8859_1);
                    floats.addAll(floats(pickle));
                    content = pickle.replace(FLOATS, HALVES).getBytes(StandardCharsets.ISO_8859_1);
                }
                files.put(entry.getName(), content);
            }
        } finally {
            Files.delete(copy);
        }
        ByteArrayOutputStream halved = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(halved)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Matcher weights = WEIGHTS.matcher(file.getKey());
                boolean isFloat = weights.matches() && floats.contains(weights.group(1));
                write(file.getKey(), isFloat ? halved(file.getValue()) : file.getValue(), out);
            }
        }
        return new ByteArrayInputStream(halved.toByteArray());
    }

    private static void write(String name, byte[] content, ZipOutputStream out) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(content);
    }

    /** The names of the storages that hold 32-bit floats. */
    private static Set<String> floats(String pickle) {
        Set<String> floats = new HashSet<>();
        Map<String, String> memo = new HashMap<>();
        Matcher storage = STORAGE.matcher(pickle);
        while (storage.find()) {
            String type = storage.group(1);
            if (type != null) {
                memo.put(storage.group(2) != null ? storage.group(2) : storage.group(3), type);
            } else {
                type = memo.get(storage.group(4) != null ? storage.group(4) : storage.group(5));
            }
            if ("FloatStorage".equals(type)) {
                floats.add(storage.group(6));
            }
        }
        return floats;
    }

    private static byte[] halved(byte[] floats) {
        ByteBuffer in = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(floats.length / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= Float.BYTES) {
            out.putShort(half(in.getFloat()));
        }
        return out.array();
    }

    /** IEEE 754 binary16, rounded to the nearest; what is too large becomes infinite. */
    static short half(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float size = Math.abs(value);
        if (size < SMALLEST_NORMAL) {
            return (short) (sign | Math.round(size / SMALLEST_HALF));
        }
        // Half of the last bit that stays is added, then the exponent counts from -15 instead of -127
        int bits = Float.floatToRawIntBits(size) + 0x1000 - (112 << 23);
        return (short) (sign | Math.min(bits >>> 13, INFINITE));
    }
}
