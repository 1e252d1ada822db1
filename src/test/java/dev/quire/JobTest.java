package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.ConfigException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What a start of the job refuses. */
class JobTest {

    @Test
    void aSecretThatTheSparkUiWouldShowIsRefused() {
        assertThatThrownBy(() -> Job.of(signing("(?i)password")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("spark.redaction.regex: (?i)password does not match spark.quire.webhook.secret,"
                        + " so that the Spark UI would show it. Add |secret to it.")
                .hasMessageNotContaining("do-not-show");
    }

    @Test
    void aSecretThatTheSparkUiMasksIsAccepted() {
        assertThat(Job.of(signing("(?i)password|secret"))
                        .config()
                        .webhook()
                        .secret()
                        .isEmpty())
                .isFalse();
    }

    private static SparkConf signing(String redaction) {
        return new SparkConf(false)
                .set("spark.quire.webhook.secret", "do-not-show")
                .set("spark.redaction.regex", redaction);
    }
}
