package dev.quire.infer;

import dev.quire.config.ConfigException;
import dev.quire.document.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkEnv;

/**
 * The folder of a model: one that every executor sees, or one on a store that Hadoop knows, listed on the driver and
 * fetched once to each node.
 *
 * @param files none where executors see the folder themselves
 */
public record ModelFolder(String location, List<ModelFile> files) implements Serializable {

    /** A file as the store listed it. */
    public record ModelFile(String name, long length, long modified) implements Serializable {}

    public ModelFolder {
        files = List.copyOf(files);
    }

    /** The files of the folder, where it lies on a store. Throws ConfigException where there are none. */
    public static ModelFolder listed(String location, Configuration hadoop) {
        if (isLocal(location)) {
            return new ModelFolder(location, List.of());
        }
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(location);
        try {
            List<ModelFile> files = Stream.of(folder.getFileSystem(hadoop).listStatus(folder))
                    .filter(FileStatus::isFile)
                    .map(file -> new ModelFile(file.getPath().getName(), file.getLen(), file.getModificationTime()))
                    .filter(file -> file.name.endsWith(".json") || file.name.endsWith(".safetensors"))
                    .sorted(Comparator.comparing(ModelFile::name))
                    .toList();
            if (files.isEmpty()) {
                throw new ConfigException(
                        "spark.quire.model: %s holds no .json and no .safetensors file. It names the folder of the model."
                                .formatted(location));
            }
            return new ModelFolder(location, files);
        } catch (IOException e) {
            throw new ConfigException("spark.quire.model: %s cannot be listed: %s".formatted(location, e), e);
        }
    }

    private static boolean isLocal(String location) {
        String scheme =
                location.contains(":/") ? URI.create(location.replace(' ', '+')).getScheme() : null;
        return scheme == null || scheme.equals("file");
    }

    /** The same model in a folder of this node. Whoever else of the node wants it meanwhile waits. */
    public ModelFolder fetched(Configuration hadoop) throws EngineException {
        return fetched(hadoop, scratch());
    }

    ModelFolder fetched(Configuration hadoop, Path scratch) throws EngineException {
        if (files.isEmpty()) {
            return this;
        }
        Path folder = scratch.resolve("quire-model-%08x".formatted(Objects.hash(location, files)));
        try {
            Files.createDirectories(folder);
            try (FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                for (ModelFile file : files) {
                    fetch(file, folder.resolve(file.name), hadoop);
                }
            }
            return new ModelFolder(folder.toString(), List.of());
        } catch (IOException e) {
            throw new EngineException(
                    ErrorClass.MODEL,
                    "The model could not be fetched from %s to %s: %s".formatted(location, folder, e),
                    e);
        }
    }

    /** A file has its name only once it is whole. */
    private void fetch(ModelFile file, Path target, Configuration hadoop) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(location, file.name);
        Path part = target.resolveSibling(file.name + ".part");
        try (InputStream bytes = source.getFileSystem(hadoop).open(source)) {
            Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.size(part) != file.length) {
            throw new IOException(
                    "%s has %d bytes, %d when the run listed it. Start the run again once it stays as it is"
                            .formatted(source, Files.size(part), file.length));
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where Spark keeps what may be lost, one place for all executors of the node. */
    private static Path scratch() {
        String folders = System.getenv("SPARK_LOCAL_DIRS");
        if (folders == null) {
            folders = SparkEnv.get().conf().get("spark.local.dir", System.getProperty("java.io.tmpdir"));
        }
        return Path.of(folders.split(",", 2)[0]);
    }
}
