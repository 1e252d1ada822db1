package dev.quire.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Files that come after a listing. Each look lists the folders anew, without a request for any single file; the driver
 * holds 8 bytes for each document of the listing.
 */
public final class Arrivals {

    private final DocumentSource source;
    private final Dataset<Row> listing;
    private final Set<Long> arrived = new HashSet<>();
    private long @Nullable [] listed;

    /** @param listing with the column document_id; read once, at the first look */
    public Arrivals(DocumentSource source, Dataset<Row> listing) {
        this.source = source;
        this.listing = listing;
    }

    /**
     * What neither the listing nor an earlier look has seen, as Spark lists it: path, modificationTime, length. An empty
     * file is left for the next look, since it may still be on its way. Throws ConfigException where a folder cannot be
     * listed.
     */
    public Dataset<Row> look() {
        SparkSession spark = listing.sparkSession();
        long[] known = listed == null ? ids() : listed;
        listed = known;
        List<Row> files = new ArrayList<>();
        Inventory.eachFile(source, spark.sparkContext().hadoopConfiguration(), hidden -> {}, file -> {
            long id = idOf(file.getPath().toString());
            if (file.getLen() > 0 && Arrays.binarySearch(known, id) < 0 && arrived.add(id)) {
                files.add(Inventory.row(file));
            }
        });
        return spark.createDataFrame(files, DocumentSource.FILE);
    }

    private long[] ids() {
        return listing.select("document_id").as(Encoders.STRING()).collectAsList().stream()
                .mapToLong(id -> Long.parseUnsignedLong(id, 0, 16, 16))
                .sorted()
                .toArray();
    }

    /** The first 64 bits of the document's id. */
    private static long idOf(String path) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
