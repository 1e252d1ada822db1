package dev.quire.infer.deepseek;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder as Hugging Face publishes it: {@code config.json}, {@code tokenizer.json} and one or more {@code
 * .safetensors} files, which together hold every tensor of the model once, and no other.
 *
 * @param numberBytes of every tensor: 2 for bfloat16, 4 for float32
 */
record Checkpoint(ModelConfig config, Path tokenizer, int numberBytes, Map<String, Place> tensors) {

    /** Where a tensor lies. */
    record Place(Safetensors file, Safetensors.Tensor tensor) {

        ByteBuffer map() throws IOException {
            return file.map(tensor);
        }
    }

    Checkpoint {
        tensors = Map.copyOf(tensors);
    }

    /** Reads headers only. Throws IOException with what is wrong, and where, if the folder is no whole checkpoint. */
    static Checkpoint open(Path folder) throws IOException {
        ModelConfig config = ModelConfig.read(existing(folder, "config.json"));
        Path tokenizer = existing(folder, "tokenizer.json");
        Map<String, Place> tensors = new HashMap<>();
        for (Path file : shards(folder)) {
            Safetensors shard = Safetensors.open(file);
            for (Map.Entry<String, Safetensors.Tensor> tensor : shard.tensors().entrySet()) {
                Place twin = tensors.put(tensor.getKey(), new Place(shard, tensor.getValue()));
                if (twin != null) {
                    throw new IOException("%s lies in %s and in %s".formatted(tensor.getKey(), twin.file.file(), file));
                }
            }
        }
        check(folder, tensors, TensorShapes.of(config));
        return new Checkpoint(config, tokenizer, numberBytes(folder, tensors), tensors);
    }

    private static Path existing(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + " is missing: spark.quire.model names a folder with config.json,"
                    + " tokenizer.json and *.safetensors, as Hugging Face publishes it");
        }
        return file;
    }

    private static List<Path> shards(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> shards = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            if (shards.isEmpty()) {
                throw new NoSuchFileException(folder + " holds no .safetensors file");
            }
            return shards;
        }
    }

    private static void check(Path folder, Map<String, Place> tensors, Map<String, List<Long>> expected)
            throws IOException {
        List<String> problems = new ArrayList<>();
        expected.forEach((name, shape) -> {
            Place found = tensors.get(name);
            if (found == null) {
                problems.add(name + " is missing");
            } else if (!found.tensor.shape().equals(shape)) {
                problems.add("%s is %s (expected: %s)".formatted(name, found.tensor.shape(), shape));
            }
        });
        tensors.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .sorted()
                .forEach(name -> problems.add(name + " is not part of the model"));
        if (!problems.isEmpty()) {
            throw new IOException("%s does not match its config.json. %d tensors differ: %s%s"
                    .formatted(
                            folder,
                            problems.size(),
                            String.join("; ", problems.subList(0, Math.min(3, problems.size()))),
                            problems.size() > 3 ? "; …" : ""));
        }
    }

    private static int numberBytes(Path folder, Map<String, Place> tensors) throws IOException {
        Map<String, Long> types = tensors.values().stream()
                .collect(Collectors.groupingBy(place -> place.tensor.type(), TreeMap::new, Collectors.counting()));
        int bytes = Safetensors.bytesOf(types.keySet().iterator().next());
        if (types.size() > 1 || bytes == 0) {
            throw new IOException(
                    "%s holds tensors of type %s (expected: BF16, or F32, for all)".formatted(folder, types));
        }
        return bytes;
    }

    /** Of all tensors. */
    long bytes() {
        return tensors.values().stream()
                .mapToLong(place -> place.tensor.end() - place.tensor.begin())
                .sum();
    }

    /** The tensors whose names begin with a prefix, by what follows it. */
    Map<String, Place> group(String prefix) {
        return tensors.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }
}
