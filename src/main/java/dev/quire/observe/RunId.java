package dev.quire.observe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/** The name of a run: when it began, and a random part, such as {@code 20261123T231511Z-f0fcc3}. */
public final class RunId {

    private static final String PATTERN = "yyyyMMdd'T'HHmmss'Z'";
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern(PATTERN).withZone(ZoneOffset.UTC);
    private static final int RANDOM_CHARACTERS = 6;

    private RunId() {}

    public static String at(Instant started) {
        return FORMAT.format(started) + "-" + UUID.randomUUID().toString().substring(0, RANDOM_CHARACTERS);
    }

    /** To the second; empty where it is no such name. */
    public static Optional<Instant> started(String id) {
        try {
            return Optional.of(FORMAT.parse(id.split("-", 2)[0], Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
