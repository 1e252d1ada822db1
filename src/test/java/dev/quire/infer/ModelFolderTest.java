package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this machine, seen through one of Hadoop's own stores. */
final class ModelFolderTest {

    private static final String LOCATION = "viewfs://far/models/small";

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path store;

    @TempDir
    private Path scratch;

    @BeforeEach
    void write() throws IOException {
        hadoop.set("fs.viewfs.mounttable.far.link./models", store.toUri().toString());
        hadoop.setBoolean("fs.viewfs.impl.disable.cache", true);
        Files.createDirectories(store.resolve("small/old"));
        Files.writeString(store.resolve("small/config.json"), "{}");
        Files.writeString(store.resolve("small/model.safetensors"), "weights");
        Files.writeString(store.resolve("small/README.md"), "not part of it");
    }

    @Test
    void aModelOnAStoreIsFetchedOnce() throws Exception {
        ModelFolder listed = ModelFolder.listed(LOCATION, hadoop);

        ModelFolder fetched = listed.fetched(hadoop, scratch);
        Files.delete(store.resolve("small/model.safetensors"));

        assertThat(listed.fetched(hadoop, scratch)).isEqualTo(fetched);
        assertThat(Path.of(fetched.location(), "model.safetensors")).hasContent("weights");
        assertThat(Path.of(fetched.location(), "config.json")).hasContent("{}");
        assertThat(Path.of(fetched.location(), "README.md")).doesNotExist();
    }

    @Test
    void anotherModelInTheSamePlaceIsFetchedBesideIt() throws Exception {
        ModelFolder first = ModelFolder.listed(LOCATION, hadoop).fetched(hadoop, scratch);
        Files.writeString(store.resolve("small/model.safetensors"), "other weights");

        ModelFolder second = ModelFolder.listed(LOCATION, hadoop).fetched(hadoop, scratch);

        assertThat(Path.of(first.location(), "model.safetensors")).hasContent("weights");
        assertThat(Path.of(second.location(), "model.safetensors")).hasContent("other weights");
    }

    @Test
    void aFileThatChangedSinceItWasListedIsRefusedAndLeavesNothing() throws Exception {
        ModelFolder listed = ModelFolder.listed(LOCATION, hadoop);
        Files.writeString(store.resolve("small/model.safetensors"), "half");

        assertThatThrownBy(() -> listed.fetched(hadoop, scratch))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("model.safetensors has 4 bytes, 7 when the run listed it");

        Files.writeString(store.resolve("small/model.safetensors"), "weights");
        assertThat(Path.of(listed.fetched(hadoop, scratch).location(), "model.safetensors"))
                .hasContent("weights");
    }

    @Test
    void aFolderWithoutAModelIsToldBeforeTheRunBegins() {
        assertThatThrownBy(() -> ModelFolder.listed("viewfs://far/models/none", hadoop))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("spark.quire.model: viewfs://far/models/none cannot be listed");
        assertThatThrownBy(() -> ModelFolder.listed("viewfs://far/models/small/old", hadoop))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no .json and no .safetensors file");
    }

    @Test
    void aFolderThatExecutorsSeeIsReadWhereItLies() throws Exception {
        for (String location : List.of("/models/DeepSeek-OCR-2", "models/with a space")) {
            ModelFolder folder = ModelFolder.listed(location, hadoop);

            assertThat(folder.fetched(hadoop, scratch).location()).isEqualTo(location);
        }
    }
}
