package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import dev.quire.config.QuireConfig;
import dev.quire.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small random model in a bucket of a real S3 server. */
final class ModelFolderS3Test {

    private static final Path MODEL = Path.of("src/test/resources/dev/quire/infer/deepseek/model");

    @Test
    void aModelInABucketIsFetchedOnceAndOpens(@TempDir Path scratch) throws Exception {
        try (S3Server s3 = S3Server.start()) {
            String bucket = s3.newBucket();
            s3.upload(MODEL, bucket, "models/small/");
            Configuration hadoop = new Configuration();
            s3.settings().forEach(hadoop::set);
            String location = "s3a://" + bucket + "/models/small";

            ModelFolder listed = ModelFolder.listed(location, hadoop);
            ModelFolder fetched = listed.fetched(hadoop, scratch);
            s3.delete(bucket, "models/small/config.json");

            assertThat(listed.fetched(hadoop, scratch)).isEqualTo(fetched);
            for (String name : List.of("config.json", "tokenizer.json")) {
                assertThat(Path.of(fetched.location(), name)).hasSameBinaryContentAs(MODEL.resolve(name));
            }
            EngineFactory factory = Engines.find("deepseek-ocr-2")
                    .with(QuireConfig.from(Map.of(
                            "spark.quire.model", fetched.location(),
                            "spark.quire.deepseek.pages", "1",
                            "spark.quire.deepseek.cpu", "allow")));
            factory.open(Device.CPU).close();
            try (var left = Files.list(Path.of(fetched.location()))) {
                assertThat(left.filter(file -> file.toString().endsWith(".part")))
                        .isEmpty();
            }
            assertThatThrownBy(() -> ModelFolder.listed("s3a://" + bucket + "/models/none", hadoop))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("spark.quire.model: s3a://" + bucket + "/models/none cannot be listed");
        }
    }
}
