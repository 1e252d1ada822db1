package dev.quire;

import dev.quire.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.spark.sql.SparkSession;

/** Where a run reads and writes: checked before anything is written. */
final class Locations {

    private Locations() {}

    /** Throws ConfigException with all problems at once. */
    static void check(List<String> inputs, String output, Configuration hadoop) {
        List<String> problems = new ArrayList<>();
        try {
            Path root = qualified(output, hadoop);
            for (String input : inputs) {
                Path folder = qualified(input, hadoop);
                if (contains(folder, root)) {
                    problems.add(
                            "--output %s lies inside --input %s: the next run would read its own tables. Choose another folder."
                                    .formatted(output, input));
                } else if (contains(root, folder)) {
                    problems.add("--input %s lies inside --output %s. Choose another folder for the tables."
                            .formatted(input, output));
                }
            }
            checkWritable(root, hadoop, problems);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    "--output %s: cannot be used (%s). Check the address, the permissions and the spark.hadoop.fs.* settings."
                            .formatted(
                                    output,
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("no detail")));
        }
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
    }

    private static void checkWritable(Path root, Configuration hadoop, List<String> problems) throws IOException {
        FileSystem files = root.getFileSystem(hadoop);
        Path existing = root;
        while (!files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        FileStatus status = files.getFileStatus(existing);
        if (!status.isDirectory()) {
            problems.add("--output %s: %s is a file (expected: a folder).".formatted(root, existing));
            return;
        }
        try {
            files.access(existing, FsAction.WRITE);
        } catch (IOException e) {
            problems.add("--output %s: no permission to write to %s.".formatted(root, existing));
        }
    }

    /** Whether {@code inner} is {@code outer} or lies below it. */
    private static boolean contains(Path outer, Path inner) {
        for (Path path = inner; path != null; path = path.getParent()) {
            if (path.equals(outer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A relative path with its store's working folder in front, for Delta takes it for a table's name otherwise. Others as
     * they are, also what cannot be used: {@link #check} says why.
     */
    static String absolute(String location, SparkSession spark) {
        try {
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            return new Path(location).isAbsolute()
                    ? location
                    : qualified(location, hadoop).toUri().getPath();
        } catch (IOException | IllegalArgumentException e) {
            return location;
        }
    }

    private static Path qualified(String location, Configuration hadoop) throws IOException {
        Path path = new Path(location);
        return path.getFileSystem(hadoop).makeQualified(path);
    }
}
