package dev.quire.table;

import dev.quire.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSServiceIOException;
import org.apache.spark.SparkConf;

/** The numbered files by which runs agree on who writes an output: {@code <output>/_lease/}. */
record LeaseFolder(String output, FileSystem files, Path path, NewFiles creation) {

    private static final String HELD = ".held";
    private static final String FREE = ".free";

    /**
     * A lease as the folder lists it.
     *
     * @param modified tells that it was written anew, and nothing of the time
     */
    record Entry(Path path, long number, boolean held, long modified) {

        private static Entry of(FileStatus status) {
            String name = status.getPath().getName();
            return new Entry(
                    status.getPath(),
                    Long.parseLong(name.substring(0, name.indexOf('.'))),
                    name.endsWith(HELD),
                    status.getModificationTime());
        }
    }

    /**
     * Who holds a lease, as its file says.
     *
     * @param expiry without a sign of life for so long it is dead
     */
    record Holder(String run, String host, Duration expiry) {

        private byte[] bytes() {
            return String.join("\n", run, host, expiry.toString()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "run %s on %s".formatted(run, host);
        }
    }

    static LeaseFolder of(String output, Configuration hadoop, SparkConf conf) throws IOException {
        Path path = new Path(output, "_lease");
        FileSystem files = path.getFileSystem(hadoop);
        boolean conditional = files.getScheme().startsWith("s3") && ConditionalLogStore.isUsed(conf);
        return new LeaseFolder(
                output,
                // Its checksums are files of their own, which another process may see before or after what they check
                files instanceof LocalFileSystem local ? local.getRawFileSystem() : files,
                path,
                new NewFiles(hadoop, conditional));
    }

    /** By number; of two with one number the one that is held comes last. */
    List<Entry> entries() throws IOException {
        try {
            return Arrays.stream(files.listStatus(path))
                    .filter(status -> status.getPath().getName().matches("[0-9]+\\.(held|free)"))
                    .map(Entry::of)
                    .sorted(Comparator.comparing(Entry::number).thenComparing(Entry::held))
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** The one that counts. */
    Optional<Entry> newest() throws IOException {
        List<Entry> entries = entries();
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    /** False where another run has this number. */
    boolean create(long number, Holder holder) throws IOException {
        try {
            creation.create(held(number), holder.bytes());
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (AWSServiceIOException e) {
            if (creation.conditional() && isUnknown(e)) {
                throw unconditional(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("no detail"));
            }
            throw e;
        }
        if (creation.conditional()) {
            probe(held(number));
        }
        return true;
    }

    /** The answers of servers that do not know what the condition is. */
    private static boolean isUnknown(AWSServiceIOException e) {
        return e.statusCode() == HttpURLConnection.HTTP_NOT_IMPLEMENTED
                || e.statusCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    }

    /** A server that ignores the condition would let two runs take one lease, and lose commits. */
    private void probe(Path lease) throws IOException {
        try {
            creation.create(lease, "May this be overwritten?".getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException e) {
            return;
        }
        files.delete(lease, false);
        throw unconditional("it overwrites what it was told to leave");
    }

    private ConfigException unconditional(String detail) {
        return new ConfigException(
                ("--output %s: this S3 server does not keep conditional writes (%s). Without them two drivers lose each"
                                + " other's commits. Use a server that keeps If-None-Match, or, if no other driver ever"
                                + " writes here, set %s=io.delta.storage.S3SingleDriverLogStore.")
                        .formatted(output, detail, ConditionalLogStore.KEY));
    }

    void write(long number, Holder holder) throws IOException {
        try (OutputStream out = files.create(held(number), true)) {
            out.write(holder.bytes());
        }
    }

    /** Empty where the lease is gone, or is not one of ours. */
    Optional<Holder> read(Entry entry) throws IOException {
        try (InputStream in = files.open(entry.path())) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
            return lines.length == 3
                    ? Optional.of(new Holder(lines[0], lines[1], Duration.parse(lines[2])))
                    : Optional.empty();
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The number goes on, so that whoever held it and comes back late sees that it holds it no more. */
    void giveBack(long number) throws IOException {
        files.create(new Path(path, "%012d%s".formatted(number + 1, FREE)), true)
                .close();
        files.delete(held(number), false);
    }

    void delete(Entry entry) throws IOException {
        files.delete(entry.path(), false);
    }

    private Path held(long number) {
        return new Path(path, "%012d%s".formatted(number, HELD));
    }
}
