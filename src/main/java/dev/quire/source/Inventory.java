package dev.quire.source;

import dev.quire.config.ConfigException;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The files under the inputs, counted beside Spark's listing, which leaves some out without a word.
 *
 * @param files that hold bytes
 * @param empty files: documents that failed
 * @param hidden PDFs and images with a name in their path that begins with an underscore or a dot: no part of the input
 */
public record Inventory(long files, List<FileStatus> empty, NavigableSet<String> hidden) {

    private static final Set<String> DOCUMENTS =
            Set.of("pdf", "png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "jp2");

    /** Throws ConfigException where a folder cannot be listed. */
    public static Inventory of(DocumentSource source, Configuration hadoop) {
        List<FileStatus> empty = new ArrayList<>();
        NavigableSet<String> hidden = new TreeSet<>();
        long[] files = {0};
        eachFile(source, hadoop, hidden::add, file -> {
            if (file.getLen() == 0) {
                empty.add(file);
            } else {
                files[0]++;
            }
        });
        return new Inventory(files[0], empty, hidden);
    }

    /** Documents that Spark did not find: empty files, and files whose status it could not read. */
    List<Row> missing(Dataset<Row> found, DocumentSource source, Configuration hadoop) {
        List<FileStatus> missing = new ArrayList<>(empty);
        if (files != found.count()) {
            Set<String> paths =
                    new HashSet<>(found.select("path").as(Encoders.STRING()).collectAsList());
            eachFile(source, hadoop, hiddenFile -> {}, file -> {
                if (file.getLen() > 0 && paths.add(file.getPath().toString())) {
                    missing.add(file);
                }
            });
        }
        return missing.stream().map(Inventory::row).toList();
    }

    /** In the columns of {@link DocumentSource#FILE}. */
    static Row row(FileStatus file) {
        return RowFactory.create(file.getPath().toString(), new Timestamp(file.getModificationTime()), file.getLen());
    }

    /** Calls {@code file} with what is no part of a hidden folder, {@code hidden} with documents that are. */
    static void eachFile(
            DocumentSource source, Configuration hadoop, Consumer<String> hidden, Consumer<FileStatus> file) {
        for (String input : source.inputs()) {
            try {
                PathFilter named = new GlobFilter(source.pattern());
                Path root = new Path(input);
                FileSystem files = root.getFileSystem(hadoop);
                for (FileStatus match : files.globStatus(root)) {
                    eachBelow(match, files, status -> {
                        if (!named.accept(status.getPath())) {
                            return;
                        }
                        if (!isHidden(match.getPath(), status.getPath())) {
                            file.accept(status);
                        } else if (looksLikeADocument(status.getPath())) {
                            hidden.accept(status.getPath().toString());
                        }
                    });
                }
            } catch (IOException e) {
                throw new ConfigException(
                        "--input %s: cannot be listed (%s). Grant read access to all of its folders, or name those that are meant."
                                .formatted(input, e.getMessage()),
                        e);
            }
        }
    }

    /** An object store lists a whole tree at once; of local files, Hadoop would ask a process of its own for each one's permissions. */
    private static void eachBelow(FileStatus root, FileSystem files, Consumer<FileStatus> file) throws IOException {
        if (files instanceof LocalFileSystem) {
            Deque<FileStatus> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty()) {
                FileStatus next = open.remove();
                if (next.isDirectory()) {
                    open.addAll(List.of(files.listStatus(next.getPath())));
                } else {
                    file.accept(next);
                }
            }
            return;
        }
        RemoteIterator<LocatedFileStatus> all = files.listFiles(root.getPath(), true);
        while (all.hasNext()) {
            file.accept(all.next());
        }
    }

    private static boolean looksLikeADocument(Path path) {
        String name = path.getName().toLowerCase(Locale.ROOT);
        return DOCUMENTS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean isHidden(Path root, Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (part.getName().startsWith("_") || part.getName().startsWith(".")) {
                return true;
            }
            if (part.equals(root)) {
                break;
            }
        }
        return false;
    }
}
