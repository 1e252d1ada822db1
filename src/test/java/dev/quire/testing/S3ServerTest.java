package dev.quire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.CountingProxy.Exchange;
import dev.quire.testing.CountingProxy.Fault;
import dev.quire.testing.CountingProxy.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class S3ServerTest {
    private static S3Server s3;

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.start();
        LocalSpark.use(s3.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @Test
    void sparkWritesAndReadsADeltaTable(SparkSession spark) throws Exception {
        String table = "s3a://" + s3.newBucket() + "/tables/numbers";
        spark.range(10).write().format("delta").save(table);
        spark.range(10, 15).write().format("delta").mode("append").save(table);
        assertThat(spark.read().format("delta").load(table).count()).isEqualTo(15);
    }

    @Test
    void awkwardNamesSurviveTheUpload(SparkSession spark, @TempDir Path folder) throws Exception {
        String bucket = s3.newBucket();
        Path names = Files.createDirectories(folder.resolve("合同 2025"));
        for (String name : new String[] {"a b.pdf", "采购#1.pdf", "x,y=z+1%.pdf"}) {
            Files.writeString(names.resolve(name), name);
        }
        assertThat(s3.upload(folder, bucket, "in/")).isEqualTo(3);
        assertThat(fileSystem(spark, bucket).listStatus(path(bucket, "in/合同 2025")))
                .extracting(status -> status.getPath().getName())
                .containsExactlyInAnyOrder("a b.pdf", "采购#1.pdf", "x,y=z+1%.pdf");
    }

    @Test
    void everyRequestIsCounted(SparkSession spark) throws Exception {
        String bucket = s3.newBucket();
        s3.put(bucket, "doc.pdf", new byte[100_000]);
        FileStatus status = fileSystem(spark, bucket).getFileStatus(path(bucket, "doc.pdf"));
        s3.proxy().reset();
        read(spark, bucket, status, 1_000);
        var counts = s3.proxy().counts("/" + bucket + "/doc.pdf");
        assertThat(counts).containsOnlyKeys(Kind.GET);
        assertThat(counts.get(Kind.GET).requests()).isEqualTo(1);
        assertThat(counts.get(Kind.GET).bytes()).isBetween(1_000L, 100_000L);
    }

    @Test
    void faultsReachTheClientWhichRetries(SparkSession spark) throws Exception {
        String bucket = s3.newBucket();
        s3.put(bucket, "doc.pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII));
        FileStatus status = fileSystem(spark, bucket).getFileStatus(path(bucket, "doc.pdf"));
        s3.proxy().reset();
        s3.proxy().fail(1, new Fault.Status(503), exchange -> exchange.kind() == Kind.GET);
        s3.proxy().fail(1, new Fault.CutOff(), exchange -> exchange.kind() == Kind.GET);
        s3.proxy().fail(1, new Fault.Stall(Duration.ofMillis(300)), exchange -> exchange.kind() == Kind.GET);
        assertThat(read(spark, bucket, status, 5)).isEqualTo("%PDF-".getBytes(StandardCharsets.US_ASCII));
        assertThat(s3.proxy().exchanges()).extracting(Exchange::status).containsExactly(503, 206, 206);
    }

    private static byte[] read(SparkSession spark, String bucket, FileStatus status, int length) throws Exception {
        byte[] bytes = new byte[length];
        try (FSDataInputStream in = fileSystem(spark, bucket)
                .openFile(status.getPath())
                .withFileStatus(status)
                .build()
                .get()) {
            in.readFully(0, bytes);
        }
        return bytes;
    }

    private static FileSystem fileSystem(SparkSession spark, String bucket) throws IOException {
        return path(bucket, "").getFileSystem(spark.sparkContext().hadoopConfiguration());
    }

    private static org.apache.hadoop.fs.Path path(String bucket, String key) {
        return new org.apache.hadoop.fs.Path("s3a://" + bucket + "/" + key);
    }
}
