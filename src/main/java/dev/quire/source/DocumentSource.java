package dev.quire.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import dev.quire.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The files under the inputs, as Spark's {@code binaryFile} source lists them. The content column is never selected, so
 * neither the driver nor the listing reads a byte of any file.
 *
 * @param inputs folders, files or globs; each exists
 * @param pattern a glob that the names of files match
 */
public record DocumentSource(List<String> inputs, String pattern) {

    /** A file as Spark's {@code binaryFile} lists it. */
    static final StructType FILE = new StructType()
            .add("path", StringType, false)
            .add("modificationTime", TimestampType, false)
            .add("length", LongType, false);

    /** Spark would read the status of 32 files in a task, however many there are. */
    private static final int LISTING_TASKS_PER_SLOT = 8;

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

    /** What Spark's listing finds: path, modificationTime, length. Files whose status cannot be read are missing. */
    public Dataset<Row> found(SparkSession spark) {
        return spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .option("pathGlobFilter", pattern)
                .option("ignoreMissingFiles", true)
                .option("ignoreCorruptFiles", true)
                .load(inputs.toArray(String[]::new))
                .select("path", "modificationTime", "length")
                .coalesce(LISTING_TASKS_PER_SLOT * spark.sparkContext().defaultParallelism());
    }

    /** Found documents and those that Spark did not find. Columns: document_id, path, length, modified (timestamp), content_key. */
    public Dataset<Row> documents(Dataset<Row> found, Inventory inventory, String fingerprint) {
        SparkSession spark = found.sparkSession();
        List<Row> missing = inventory.missing(found, this, spark.sparkContext().hadoopConfiguration());
        return documents(found.union(spark.createDataFrame(missing, FILE)), fingerprint);
    }

    /**
     * The same of any files.
     *
     * @param files path, modificationTime, length
     */
    public static Dataset<Row> documents(Dataset<Row> files, String fingerprint) {
        Column modified = unix_millis(col("modificationTime"));
        return files.select(
                        documentId(col("path")).as("document_id"),
                        col("path"),
                        col("length"),
                        col("modificationTime").as("modified"),
                        hash(concat_ws("|", col("path"), col("length"), modified, lit(fingerprint)))
                                .as("content_key"))
                // Overlapping inputs list a file twice
                .dropDuplicates("document_id");
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

    /** As the tables hold it, of a path as Spark lists it. */
    static Column documentId(Column path) {
        return hash(path);
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
