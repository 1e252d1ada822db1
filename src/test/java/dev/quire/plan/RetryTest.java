package dev.quire.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.config.QuireConfig;
import dev.quire.config.ReadConfig;
import dev.quire.document.DocumentException;
import dev.quire.document.ErrorClass;
import dev.quire.source.Priority;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {

    @ParameterizedTest
    @CsvSource({
        "URGENT, NETWORK, 4, 4",
        "NORMAL, NETWORK, 4, 4",
        "LOW,    NETWORK, 4, 2",
        "LOW,    NETWORK, 1, 1",
        "URGENT, CORRUPT, 4, 1"
    })
    void aFileIsTriedAsOftenAsItsPriorityAndItsFailureAllow(
            Priority priority, ErrorClass failure, String attempts, int tries) {
        ReadConfig config = QuireConfig.from(Map.of(
                        "spark.quire.retry.network.attempts", attempts, "spark.quire.retry.network.delay", "1ms"))
                .read();
        int[] tried = {0};

        assertThatThrownBy(() -> Retry.of(config, priority).call(() -> {
                    tried[0]++;
                    throw new DocumentException(failure, "no");
                }))
                .isInstanceOf(DocumentException.class);

        assertThat(tried[0]).isEqualTo(tries);
    }
}
