package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.config.QuireConfig;
import dev.quire.infer.deepseek.DeepSeekEngines;
import dev.quire.infer.embedded.EmbeddedEngines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class TaskEnginesTest {

    private static List<Duration> limits(Map<String, String> settings) {
        QuireConfig config = QuireConfig.from(settings);
        TaskEngines engines = new TaskEngines(
                new ChosenEngines(new DeepSeekEngines(), new EmbeddedEngines()),
                Device.CPU,
                config.read(),
                config.device(),
                "host/1",
                new Configuration(false));
        return List.of(engines.limit(engines.chosen().first()), engines.limit(new EmbeddedEngines()));
    }

    @Test
    void eachEngineHasTheTimeThatItNeedsUnlessOneIsSet() {
        assertThat(limits(Map.of())).containsExactly(Duration.ofMinutes(10), Duration.ofMinutes(2));
        assertThat(limits(Map.of("spark.quire.limit.model-time", "45s")))
                .containsExactly(Duration.ofSeconds(45), Duration.ofSeconds(45));
    }
}
