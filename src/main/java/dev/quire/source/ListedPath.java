package dev.quire.source;

import java.net.URI;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Spark function: a path as a person writes it to the path that Spark lists: {@code file:///x} and {@code /x} are
 * {@code file:/x}. Null where it is none.
 *
 * @param store where a path lies that names no store
 * @param folder where a path lies that does not begin at the root
 */
record ListedPath(String store, String folder) implements UDF1<@Nullable String, @Nullable String> {

    static ListedPath in(FileSystem files) {
        return new ListedPath(
                files.getUri().toString(), files.getWorkingDirectory().toString());
    }

    @Override
    public @Nullable String call(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        try {
            Path path = new Path(given.strip());
            return path.toUri().getScheme() == null
                    ? path.makeQualified(URI.create(store), new Path(folder)).toString()
                    : path.toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
