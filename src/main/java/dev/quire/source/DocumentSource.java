package dev.quire.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unix_millis;

import dev.quire.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The files under the inputs, as Spark's {@code binaryFile} source lists them. The content column is never selected, so
 * neither the driver nor the listing reads a byte of any file.
 *
 * @param inputs folders, files or globs; each exists
 * @param pattern a glob that the names of files match
 */
public record DocumentSource(List<String> inputs, String pattern) {

    private static final StructType LISTED = new StructType()
            .add("path", DataTypes.StringType)
            .add("modificationTime", DataTypes.TimestampType)
            .add("length", DataTypes.LongType);
    private static final String GLOB_CHARACTERS = "{}[]*?\\";

    /** Checks the inputs: each must exist and match something. Throws ConfigException with all problems at once. */
    public static DocumentSource of(List<String> inputs, String pattern, Configuration hadoop) {
        List<String> problems = new ArrayList<>();
        List<String> checked = new ArrayList<>();
        for (String input : inputs) {
            try {
                checked.add(check(input, hadoop));
            } catch (ConfigException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
        return new DocumentSource(List.copyOf(checked), pattern);
    }

    /** Columns: document_id, path, length, modified (timestamp), content_key. */
    public Dataset<Row> list(SparkSession spark, Unlisted unlisted, String fingerprint) {
        Column modified = unix_millis(col("modificationTime"));
        return spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .option("pathGlobFilter", pattern)
                // A file that is gone when its partition is listed is no longer part of the input
                .option("ignoreMissingFiles", true)
                .load(inputs.toArray(String[]::new))
                .select("path", "modificationTime", "length")
                .union(spark.createDataFrame(unlisted.rows(), LISTED))
                .select(
                        hash(col("path")).as("document_id"),
                        col("path"),
                        col("length"),
                        col("modificationTime").as("modified"),
                        hash(concat_ws("|", col("path"), col("length"), modified, lit(fingerprint)))
                                .as("content_key"))
                // Overlapping inputs list a file twice
                .dropDuplicates("document_id");
    }

    /**
     * What Spark's listing leaves out without a word: empty files, which are documents that failed, and files with a name
     * in their path that begins with an underscore or a dot, which are none.
     */
    public Unlisted unlisted(Configuration hadoop) throws IOException {
        PathFilter named = new GlobFilter(pattern);
        Unlisted unlisted = new Unlisted(new ArrayList<>(), new TreeSet<>());
        for (String input : inputs) {
            Path root = new Path(input);
            FileSystem files = root.getFileSystem(hadoop);
            for (FileStatus match : files.globStatus(root)) {
                RemoteIterator<LocatedFileStatus> all = files.listFiles(match.getPath(), true);
                while (all.hasNext()) {
                    FileStatus file = all.next();
                    if (named.accept(file.getPath())) {
                        unlisted.add(file, isHidden(match.getPath(), file.getPath()));
                    }
                }
            }
        }
        return unlisted;
    }

    /** Files that Spark's listing leaves out. */
    public record Unlisted(List<FileStatus> empty, SortedSet<String> hidden) {

        private void add(FileStatus file, boolean isHidden) {
            if (isHidden && file.getPath().getName().toLowerCase(Locale.ROOT).endsWith(".pdf")) {
                hidden.add(file.getPath().toString());
            } else if (!isHidden && file.getLen() == 0) {
                empty.add(file);
            }
        }

        private List<Row> rows() {
            return empty.stream()
                    .map(file ->
                            RowFactory.create(file.getPath().toString(), new Timestamp(file.getModificationTime()), 0L))
                    .toList();
        }
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

    /** A path as a glob that matches just this path, or the glob that the user meant. */
    private static String check(String input, Configuration hadoop) {
        try {
            Path path = new Path(input);
            FileSystem files = path.getFileSystem(hadoop);
            if (exists(files, path)) {
                return isGlob(input) ? escaped(input) : input;
            }
            FileStatus[] matches = isGlob(input) ? files.globStatus(path) : null;
            if (matches == null || matches.length == 0) {
                throw new ConfigException(
                        "--input %s: nothing is there. Check the path, or the pattern.".formatted(input));
            }
            return input;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(
                    "--input %s: cannot be listed (%s). Check the address, the permissions and the spark.hadoop.fs.* settings."
                            .formatted(input, firstLine(e)),
                    e);
        }
    }

    private static boolean exists(FileSystem files, Path path) throws IOException {
        try {
            files.listStatusIterator(path).hasNext();
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private static boolean isGlob(String input) {
        return input.chars().anyMatch(character -> GLOB_CHARACTERS.indexOf(character) >= 0);
    }

    private static String escaped(String input) {
        return input.replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1");
    }

    private static Column hash(Column column) {
        return substring(sha2(column, 256), 1, 32);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
