package dev.quire;

import dev.quire.config.ConfigException;
import dev.quire.plan.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run may take at most: checked against the forecast, before the model reads a page. */
final class Caps {

    @Option(
            names = "--max-pages",
            paramLabel = "N",
            description = "Refuses to read more pages than this (exit code 6).")
    private @Nullable Long pages;

    @Option(
            names = "--max-device-hours",
            paramLabel = "H",
            description = "Refuses where the forecast says more hours of devices than this (exit code 6).")
    private @Nullable Double deviceHours;

    @Option(
            names = "--max-cost",
            paramLabel = "PRICE",
            description = "Refuses where these hours cost more, at spark.quire.plan.device-price (exit code 6).")
    private @Nullable Double price;

    static Caps none() {
        return new Caps();
    }

    static Caps pages(long most) {
        Caps caps = new Caps();
        caps.pages = most;
        return caps;
    }

    /** Throws ConfigException where a cap can never be checked. */
    void checkPrice(double devicePrice) {
        if (price != null && devicePrice == 0) {
            throw new ConfigException(
                    "--max-cost needs the price of an hour of a device: set spark.quire.plan.device-price.");
        }
    }

    /** Throws RefusedException with every cap that the forecast goes over. */
    void check(Forecast forecast) {
        List<String> over = new ArrayList<>();
        check(
                over,
                "--max-pages",
                pages == null ? null : pages.doubleValue(),
                (double) forecast.pages(),
                "%,.0f pages");
        check(over, "--max-device-hours", deviceHours, forecast.deviceHours(), "%,.3f device hours");
        check(over, "--max-cost", price, forecast.price(), "%,.2f");
        if (!over.isEmpty()) {
            throw new RefusedException(over);
        }
    }

    private static void check(List<String> over, String option, @Nullable Double most, double expected, String format) {
        if (most != null && expected > most) {
            over.add(String.format(
                    Locale.ROOT,
                    "%s: the forecast is " + format + ", the most is " + format
                            + ". Nothing was read. Raise the cap, or give less input.",
                    option,
                    expected,
                    most));
        }
    }

    /** The forecast goes over a cap. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private RefusedException(List<String> reasons) {
            super(String.join("\n", reasons));
        }
    }
}
