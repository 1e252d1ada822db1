package dev.quire.table;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/**
 * Delta's log on S3 for any number of drivers: S3 itself refuses a commit whose number another driver has taken. Delta's
 * own store looks before it writes, so that two drivers may write the same commit, and one is lost.
 */
public final class ConditionalLogStore extends HadoopFileSystemLogStore {

    /** Tells Delta which store to use for {@code s3a:}. */
    public static final String KEY = "spark.delta.logStore.s3a.impl";

    private static final String ALL_SCHEMES_KEY = "spark.delta.logStore.class";
    private static final Set<String> SAFE =
            Set.of(ConditionalLogStore.class.getName(), "io.delta.storage.S3DynamoDBLogStore");

    /** Called by Delta. */
    public ConditionalLogStore(Configuration hadoop) {
        super(hadoop);
    }

    /** Makes it the store of a session that names no other. */
    public static void setIfMissing(SparkConf conf) {
        if (!conf.contains(ALL_SCHEMES_KEY)) {
            conf.setIfMissing(KEY, ConditionalLogStore.class.getName());
        }
    }

    /** Whether what lies on S3 is written by this store. */
    static boolean isUsed(SparkConf conf) {
        return conf.get(KEY, "").equals(ConditionalLogStore.class.getName());
    }

    /** Whether a driver's commit to this output may be lost where another driver commits as well. */
    public static boolean mayLose(String output, SparkConf conf) {
        return output.startsWith("s3") && !SAFE.contains(conf.get(KEY, conf.get(ALL_SCHEMES_KEY, "")));
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        while (actions.hasNext()) {
            lines.writeBytes((actions.next() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (overwrite) {
            try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
                lines.writeTo(out);
            }
        } else {
            new NewFiles(hadoop, true).create(path, lines.toByteArray());
        }
    }

    /** An object is there as a whole or not at all. */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration hadoop) {
        return false;
    }
}
