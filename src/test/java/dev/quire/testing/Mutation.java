package dev.quire.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to damage a file. What finds nothing to damage leaves the file as it is. */
public enum Mutation {
    BITS_FLIPPED,
    BYTES_REPLACED,
    CUT_OFF,
    BYTES_REMOVED,
    BYTES_REPEATED,
    BYTES_INSERTED,
    HEAD_OF_ANOTHER,
    PART_OF_ANOTHER,
    BINARY_NUMBER,
    NUMBER("(?<=[\\s\\[(])-?\\d+(?:\\.\\d+)?(?=[\\s\\]/>)])"),
    DIMENSION(
            "(?<=/(?:Width|Height|W|H|Count|Size|N|Columns|Colors|Rows|K|BitsPerComponent|BPC|BitsPerCoordinate|Predictor|FirstChar|LastChar|Rotate|UserUnit|Prev|First|XStep|YStep|FontMatrix|FunctionType|ShadingType|PatternType|Length1|Length|R|V) {1,2})-?[\\d.]+"),
    BOX("(?<=\\[)\\s*(?:-?[\\d.]+\\s+){3}-?[\\d.]+\\s*(?=\\])"),
    REFERENCE("\\b\\d+ \\d+ R\\b"),
    FILTER(
            "/(?:FlateDecode|Fl|LZWDecode|DCTDecode|JPXDecode|JBIG2Decode|CCITTFaxDecode|RunLengthDecode|ASCII85Decode|ASCIIHexDecode)\\b"),
    NAME("/[A-Za-z][A-Za-z0-9]*"),
    OPERATOR(
            "(?<=\\s)(?:Tj|TJ|Do|q|Q|cm|re|f\\*?|S|W\\*?|n|BT|ET|gs|scn|sh|cs|rg|g|d0|d1|BI|ID|EI|Tf|Td|Tm|Tr|l|m|c|h)(?=\\s)"),
    NESTED("(?<=[\\s\\[>])(?=[/\\[(\\d])");

    /** What tells a PDF to such a degree that its syntax is worth damaging. */
    private static final Pattern PDF = Pattern.compile("%PDF-|\\bobj\\b");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "7",
            "8",
            "16",
            "32",
            "255",
            "65535",
            "65536",
            "1000000",
            "100000000",
            "2147483647",
            "-2147483648",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999",
            "1e30",
            "0.0000001",
            "-0.5",
            "--5",
            "1.2.3",
            "null",
            "NaN");

    private static final List<String> FILTERS = List.of(
            "/FlateDecode",
            "/LZWDecode",
            "/DCTDecode",
            "/JPXDecode",
            "/JBIG2Decode",
            "/CCITTFaxDecode",
            "/RunLengthDecode",
            "/ASCII85Decode",
            "/ASCIIHexDecode",
            "/Crypt",
            "[/FlateDecode /FlateDecode]",
            "[/LZWDecode /RunLengthDecode /FlateDecode]",
            "[/ASCIIHexDecode [/DCTDecode]]",
            "[]");

    private static final List<String> OPERATORS = List.of(
            "Tj", "TJ", "Do", "q", "Q", "cm", "re", "f", "S", "W n", "BT", "ET", "gs", "scn", "sh", "cs", "rg", "d0",
            "d1", "BI", "ID", "EI", "Tf", "Td", "Tm", "7 Tr", "3 Tr", "BMC", "EMC", "BX", "'", "\"", "v", "b*");

    private static final List<String> OPENED = List.of("[", "<<", "(", "q ", "<</A", "[<<", "/P BMC ", "BT ", "{", "<");

    private static final int[] LIMITS = {0, 1, -1, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 60_000, 100_000};

    private static final int LONGEST_RUN = 4_096;

    private final Pattern place;

    Mutation() {
        this("");
    }

    Mutation(String place) {
        this.place = Pattern.compile(place);
    }

    /** Whether it damages the objects of a PDF rather than the bytes of any file. */
    boolean knowsPdf() {
        return !place.pattern().isEmpty();
    }

    static boolean isPdf(byte[] file) {
        String head = new String(file, 0, Math.min(2_048, file.length), StandardCharsets.ISO_8859_1);
        return PDF.matcher(head).find();
    }

    /** The damaged file; {@code other} is where foreign bytes come from. */
    byte[] damage(byte[] file, byte[] other, RandomGenerator random) {
        if (file.length < 2 || other.length < 2) {
            return file;
        }
        int at = random.nextInt(file.length);
        int run = Math.min(file.length - at, 1 + random.nextInt(1 << random.nextInt(1, 13)));
        return switch (this) {
            case BITS_FLIPPED -> flipped(file, random);
            case BYTES_REPLACED -> replaced(file, at, run, noise(run, random));
            case CUT_OFF -> Arrays.copyOf(file, at);
            case BYTES_REMOVED -> replaced(file, at, run, new byte[0]);
            case BYTES_REPEATED -> replaced(file, at, 0, Arrays.copyOfRange(file, at, at + run));
            case BYTES_INSERTED -> replaced(file, at, 0, noise(run, random));
            case HEAD_OF_ANOTHER -> replaced(file, 0, at, Arrays.copyOf(other, random.nextInt(other.length)));
            case PART_OF_ANOTHER -> replaced(file, at, run, part(other, random));
            case BINARY_NUMBER -> withBinaryNumber(file, random);
            case NUMBER, DIMENSION -> withText(file, random, found -> one(NUMBERS, random));
            case BOX ->
                withText(
                        file,
                        random,
                        found -> String.join(
                                " ",
                                one(NUMBERS, random),
                                one(NUMBERS, random),
                                one(NUMBERS, random),
                                one(NUMBERS, random)));
            case REFERENCE -> withText(file, random, found -> random.nextInt(1, 60) + " 0 R");
            case FILTER -> withText(file, random, found -> one(FILTERS, random));
            case NAME -> withText(file, random, found -> otherName(file, random, found));
            case OPERATOR -> withText(file, random, found -> one(OPERATORS, random));
            case NESTED -> withText(file, random, found -> one(OPENED, random).repeat(1 << random.nextInt(15)));
        };
    }

    private static byte[] flipped(byte[] file, RandomGenerator random) {
        byte[] flipped = file.clone();
        for (int i = 1 << random.nextInt(8); i > 0; i--) {
            flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] noise(int length, RandomGenerator random) {
        byte[] noise = new byte[length];
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(noise, (byte) 0);
            case 1 -> Arrays.fill(noise, (byte) random.nextInt(256));
            default -> random.nextBytes(noise);
        }
        return noise;
    }

    private static byte[] part(byte[] other, RandomGenerator random) {
        int from = random.nextInt(other.length);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(LONGEST_RUN)));
    }

    /** Image formats keep their sizes and offsets near the start of the file. */
    private static byte[] withBinaryNumber(byte[] file, RandomGenerator random) {
        int reach = random.nextBoolean() ? Math.min(file.length, 512) : file.length;
        if (reach < 8) {
            return file;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file.clone())
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int value = LIMITS[random.nextInt(LIMITS.length)];
        int at = random.nextInt(reach - 4);
        if (random.nextBoolean()) {
            bytes.putInt(at, value);
        } else {
            bytes.putShort(at, (short) value);
        }
        return bytes.array();
    }

    private static String otherName(byte[] file, RandomGenerator random, String found) {
        Matcher names = NAME.place.matcher(latin(file));
        return names.find(random.nextInt(file.length)) ? names.group() : found + "X";
    }

    private byte[] withText(byte[] file, RandomGenerator random, Function<String, String> replacement) {
        Matcher places = place.matcher(latin(file));
        if (!places.find(random.nextInt(file.length)) && !places.find(0)) {
            return file;
        }
        return replaced(
                file, places.start(), places.end() - places.start(), APdf.bytes(replacement.apply(places.group())));
    }

    private static <T> T one(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String latin(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    private static byte[] replaced(byte[] file, int at, int length, byte[] by) {
        return ByteBuffer.allocate(file.length - length + by.length)
                .put(file, 0, at)
                .put(by)
                .put(file, at + length, file.length - at - length)
                .array();
    }
}
