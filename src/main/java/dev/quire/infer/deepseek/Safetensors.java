package dev.quire.infer.deepseek;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of tensors in the safetensors format: eight bytes with the length of a JSON header, the header, the numbers.
 * Every claim of the header is checked against the file before it is used.
 *
 * @param dataStart where the numbers begin in the file
 */
record Safetensors(Path file, long dataStart, Map<String, Tensor> tensors) {

    private static final long LONGEST_HEADER = 100_000_000;

    /** A tensor of the file; {@code begin} and {@code end} count bytes from the start of the numbers. */
    record Tensor(String type, List<Long> shape, long begin, long end) {

        Tensor {
            shape = List.copyOf(shape);
        }
    }

    Safetensors {
        tensors = Map.copyOf(tensors);
    }

    /** Reads the header. Throws IOException where the file is not what it claims to be. */
    static Safetensors open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer prefix = read(channel, 0, Long.BYTES);
            long length = prefix.order(ByteOrder.LITTLE_ENDIAN).getLong();
            long dataStart = Long.BYTES + length;
            if (length < 2 || length > LONGEST_HEADER || dataStart > channel.size()) {
                throw new IOException("%s is no safetensors file, or truncated: it claims a header of %s bytes"
                        .formatted(file, Long.toUnsignedString(length)));
            }
            String header = StandardCharsets.UTF_8
                    .decode(read(channel, Long.BYTES, (int) length))
                    .toString();
            return new Safetensors(file, dataStart, tensors(file, header, channel.size() - dataStart));
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException("%s has a broken header: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The bytes of a tensor, mapped: read when they are touched, never copied to the heap. */
    ByteBuffer map(Tensor tensor) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + tensor.begin(), tensor.end() - tensor.begin())
                    .order(ByteOrder.nativeOrder());
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // Reads on until the buffer is full or the file ends
        }
        return buffer.flip();
    }

    private static Map<String, Tensor> tensors(Path file, String header, long dataLength) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(header))) {
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("__metadata__")) {
                    json.skipValue();
                    continue;
                }
                Tensor tensor = tensor(json);
                if (!fits(tensor, dataLength)) {
                    throw new IOException("%s is broken or truncated: %s does not fit into %d bytes of numbers: %s"
                            .formatted(file, name, dataLength, tensor));
                }
                if (tensors.put(name, tensor) != null) {
                    throw new IOException("%s names %s twice".formatted(file, name));
                }
            }
            json.endObject();
        }
        checkNoGaps(file, tensors.values(), dataLength);
        return tensors;
    }

    /** As the format demands: tensor behind tensor, and nothing else. */
    private static void checkNoGaps(Path file, Collection<Tensor> tensors, long dataLength) throws IOException {
        long end = 0;
        for (Tensor tensor : tensors.stream()
                .sorted(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end))
                .toList()) {
            if (tensor.begin() != end) {
                throw new IOException("%s is broken: its tensors overlap or leave a gap at byte %d of the numbers"
                        .formatted(file, Math.min(end, tensor.begin())));
            }
            end = tensor.end();
        }
        if (end != dataLength) {
            throw new IOException(
                    "%s is broken: %d bytes of numbers, its tensors fill %d".formatted(file, dataLength, end));
        }
    }

    private static Tensor tensor(JsonReader json) throws IOException {
        String type = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "dtype" -> type = json.nextString();
                case "shape" -> shape = numbers(json);
                case "data_offsets" -> offsets = numbers(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
        return new Tensor(
                type, shape, offsets.size() == 2 ? offsets.get(0) : -1, offsets.size() == 2 ? offsets.get(1) : -1);
    }

    private static List<Long> numbers(JsonReader json) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.peek() != JsonToken.END_ARRAY) {
            numbers.add(json.nextLong());
        }
        json.endArray();
        return numbers;
    }

    private static boolean fits(Tensor tensor, long dataLength) {
        if (tensor.begin() < 0 || tensor.begin() > tensor.end() || tensor.end() > dataLength) {
            return false;
        }
        long bytes = bytesOf(tensor.type());
        for (long side : tensor.shape()) {
            if (side < 0 || (side > 0 && bytes > Long.MAX_VALUE / side)) {
                return false;
            }
            bytes *= side;
        }
        // Of a type that is unknown here the size cannot be told: whoever wants such a tensor refuses the type
        return bytes == tensor.end() - tensor.begin() || bytesOf(tensor.type()) == 0;
    }

    /** Bytes of a number, 0 for types that the model does not come in. */
    static int bytesOf(String type) {
        return switch (type) {
            case "BF16" -> 2;
            case "F32" -> 4;
            default -> 0;
        };
    }
}
