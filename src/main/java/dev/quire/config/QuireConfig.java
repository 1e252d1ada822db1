package dev.quire.config;

import static dev.quire.config.Setting.PREFIX;

import dev.quire.document.DocumentLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All that a run is told by {@code spark.quire.*} keys, checked once, at the start.
 *
 * @param alternative the engine that reads what the first could not; empty for none
 * @param texts the effective value of every key, secrets masked, for the run's row
 */
public record QuireConfig(
        String pattern,
        String manifest,
        PriorityConfig priority,
        String engine,
        String alternative,
        EngineConfig engineConfig,
        DeviceConfig device,
        PlanConfig plan,
        ReadConfig read,
        String pageSeparator,
        WebhookConfig webhook,
        double maxFailedShare,
        Duration executorWait,
        Duration leaseExpiry,
        SortedMap<String, String> texts) {

    private static final Pattern SECRET = Pattern.compile("secret|password|token|credential", Pattern.CASE_INSENSITIVE);

    /** Reads the keys that begin with {@code spark.quire.}; throws ConfigException with all problems at once. */
    public static QuireConfig from(Map<String, String> properties) {
        Reader reader = new Reader(properties);
        QuireConfig config = new QuireConfig(
                reader.value(Settings.PATTERN),
                reader.value(Settings.MANIFEST),
                new PriorityConfig(
                        reader.value(Settings.URGENT), reader.value(Settings.LOW), reader.value(Settings.WATCH)),
                reader.value(Settings.ENGINE),
                reader.value(Settings.ALTERNATIVE),
                new EngineConfig(
                        reader.value(Settings.MODEL),
                        reader.value(Settings.DEEPSEEK_PROMPT),
                        reader.value(Settings.DEEPSEEK_PAGES),
                        reader.value(Settings.DEEPSEEK_CPU)),
                new DeviceConfig(
                        reader.value(Settings.DEVICE),
                        reader.value(Settings.DEVICE_TASKS),
                        new HealthConfig(
                                reader.value(Settings.DEVICE_PROBE),
                                reader.value(Settings.DEVICE_TEMPERATURE),
                                reader.value(Settings.DEVICE_MEMORY),
                                reader.value(Settings.DEVICE_PATIENCE))),
                new PlanConfig(
                        reader.value(Settings.SPLIT),
                        reader.value(Settings.FRAGMENT_PAGES),
                        reader.value(Settings.LONGEST_TASK),
                        reader.value(Settings.SHORTEST_TASK),
                        reader.value(Settings.WAVE_PAGES),
                        reader.value(Settings.WAVE_TIME),
                        reader.value(Settings.DEVICE_PRICE)),
                new ReadConfig(
                        reader.value(Settings.TEXT_LAYER),
                        reader.value(Settings.FIGURES),
                        new DocumentLimits(
                                reader.value(Settings.LONG_SIDE),
                                reader.value(Settings.IMAGE_PIXELS),
                                reader.value(Settings.PAGES),
                                reader.value(Settings.WHOLE_FILE),
                                reader.value(Settings.OPEN_TIME),
                                reader.value(Settings.PAGE_TIME)),
                        reader.value(Settings.MODEL_TIME).orElse(null),
                        reader.value(Settings.STUCK_THREADS),
                        new RetryConfig(
                                reader.rule(Settings.NETWORK_RETRY),
                                reader.rule(Settings.TIMEOUT_RETRY),
                                reader.rule(Settings.DEVICE_MEMORY_RETRY),
                                reader.rule(Settings.MODEL_RETRY))),
                reader.value(Settings.PAGE_SEPARATOR),
                new WebhookConfig(
                        reader.value(Settings.WEBHOOK_URL),
                        reader.value(Settings.WEBHOOK_HOSTS),
                        reader.value(Settings.WEBHOOK_SECRET),
                        reader.value(Settings.WEBHOOK_LOOPBACK),
                        reader.value(Settings.WEBHOOK_TIME),
                        reader.value(Settings.WEBHOOK_ATTEMPTS),
                        reader.value(Settings.WEBHOOK_DELAY)),
                reader.value(Settings.MAX_FAILED_SHARE),
                reader.value(Settings.EXECUTOR_WAIT),
                reader.value(Settings.LEASE_EXPIRY),
                reader.texts);
        reader.checkWebhook(config.webhook());
        reader.reportProblems();
        return config;
    }

    /** Collects problems instead of stopping at the first. A bad value is replaced by its default until the report. */
    private static final class Reader {

        private final Map<String, String> properties;
        private final SortedMap<String, String> texts = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> properties) {
            this.properties = properties;
        }

        <T> T value(Setting<T> setting) {
            String text = properties
                    .getOrDefault(setting.key(), setting.defaultText())
                    .strip();
            texts.put(setting.key(), SECRET.matcher(setting.key()).find() ? Secret.MASK : text);
            try {
                return setting.parser().apply(text);
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                problems.add("%s: %s (expected: %s)".formatted(setting.key(), text, setting.expected()));
                return setting.parser().apply(setting.defaultText());
            }
        }

        RetryConfig.Rule rule(RetrySettings settings) {
            return new RetryConfig.Rule(value(settings.attempts()), value(settings.delay()), value(settings.factor()));
        }

        void checkWebhook(WebhookConfig webhook) {
            if (!webhook.url().isEmpty()) {
                webhook.problem(webhook.url())
                        .ifPresent(problem -> problems.add(Settings.WEBHOOK_URL.key() + ": " + problem));
            }
        }

        void reportProblems() {
            for (String key : new TreeMap<>(properties).keySet()) {
                if (key.startsWith(PREFIX) && !texts.containsKey(key)) {
                    problems.add("%s: no such key. Did you mean %s?".formatted(key, nearest(key)));
                }
            }
            if (!problems.isEmpty()) {
                throw ConfigException.of(problems);
            }
        }

        private String nearest(String key) {
            return texts.keySet().stream()
                    .min(Comparator.comparingInt(known -> editDistance(key, known)))
                    .orElseThrow();
        }

        /** Levenshtein distance, one row at a time. */
        private static int editDistance(String a, String b) {
            int[] row = new int[b.length() + 1];
            for (int j = 0; j <= b.length(); j++) {
                row[j] = j;
            }
            for (int i = 1; i <= a.length(); i++) {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= b.length(); j++) {
                    int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
                }
            }
            return row[b.length()];
        }
    }
}
