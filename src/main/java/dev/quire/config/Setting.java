package dev.quire.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key under {@code spark.quire.}: what it is called, its default, what it means, and how its text becomes a value.
 *
 * @param expected what a valid value looks like, for the error message
 * @param parser throws IllegalArgumentException where the text is no such value
 */
public record Setting<T>(String key, String defaultText, String expected, String meaning, Function<String, T> parser) {

    public static final String PREFIX = "spark.quire.";

    static Setting<Integer> count(String name, int standard, int least, int most, String meaning) {
        return new Setting<>(
                PREFIX + name,
                Integer.toString(standard),
                "a whole number from %d to %d".formatted(least, most),
                meaning,
                text -> (int) within(Long.parseLong(text), least, most));
    }

    static Setting<Long> bytes(String name, String standard, String meaning) {
        return new Setting<>(
                PREFIX + name,
                standard,
                "a size such as 64m or 1g",
                meaning,
                text -> within(parseBytes(text), 1, Long.MAX_VALUE));
    }

    static Setting<Long> large(String name, long standard, String meaning) {
        return new Setting<>(
                PREFIX + name,
                Long.toString(standard),
                "a whole number from 1",
                meaning,
                text -> within(Long.parseLong(text), 1, Long.MAX_VALUE));
    }

    static Setting<Double> share(String name, double standard, String meaning) {
        return new Setting<>(PREFIX + name, Double.toString(standard), "a number from 0 to 1", meaning, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    static Setting<Double> amount(String name, double standard, String meaning) {
        return new Setting<>(PREFIX + name, Double.toString(standard), "a number from 0", meaning, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    static Setting<Double> factor(String name, double standard, String meaning) {
        return new Setting<>(PREFIX + name, Double.toString(standard), "a number from 1 to 10", meaning, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= 1 && value <= 10)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    static Setting<Duration> duration(String name, String standard, String meaning) {
        return new Setting<>(
                PREFIX + name, standard, "a duration such as 500ms, 45s or 5m", meaning, Setting::parseDuration);
    }

    /** Empty where the text is. */
    static Setting<Optional<Duration>> durationOrNone(String name, String meaning) {
        return new Setting<>(
                PREFIX + name,
                "",
                "a duration such as 500ms, 45s or 5m, or nothing",
                meaning,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parseDuration(text)));
    }

    static Setting<Boolean> flag(String name, String meaning) {
        return new Setting<>(PREFIX + name, "false", "true | false", meaning, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    static Setting<String> text(String name, String standard, String meaning) {
        return new Setting<>(PREFIX + name, standard, "a text", meaning, Function.identity());
    }

    static Setting<Secret> secret(String name, String meaning) {
        return new Setting<>(PREFIX + name, "", "a text", meaning, Secret::new);
    }

    /** Hosts as {@link WebhookConfig#hosts} holds them. */
    static Setting<Set<String>> hosts(String name, String meaning) {
        return new Setting<>(
                PREFIX + name,
                "",
                "hosts such as hooks.example.com,other.example.com:8443",
                meaning,
                text -> Arrays.stream(text.split(",", -1))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .map(Setting::checkedHost)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static String checkedHost(String host) {
        if (!host.matches("[a-z0-9.\\-\\[\\]:]+")) {
            throw new IllegalArgumentException(host);
        }
        return host;
    }

    /** The value is a regular expression for {@link java.util.regex.Matcher#find}, empty where there is no glob. */
    static Setting<String> globs(String name, String meaning) {
        return new Setting<>(PREFIX + name, "", "globs such as */urgent/*,*.{tif,tiff}", meaning, Globs::regex);
    }

    static <E extends Enum<E>> Setting<E> oneOf(String name, Class<E> values, E standard, String meaning) {
        String names = String.join(
                " | ",
                java.util.Arrays.stream(values.getEnumConstants())
                        .map(Setting::dashed)
                        .toList());
        return new Setting<>(
                PREFIX + name,
                dashed(standard),
                names,
                meaning,
                text -> Enum.valueOf(values, text.replace('-', '_').toUpperCase(Locale.ROOT)));
    }

    private static String dashed(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(Long.toString(value));
        }
        return value;
    }

    private static long parseBytes(String text) {
        int unit = "kmgt".indexOf(Character.toLowerCase(text.charAt(text.length() - 1))) + 1;
        return Math.multiplyExact(
                Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1)), 1L << (10 * unit));
    }

    private static Duration parseDuration(String text) {
        String unit = text.replaceFirst("^[0-9]+", "");
        long amount = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
