package dev.quire.document;

import org.jspecify.annotations.Nullable;

/** A library or a class is missing on this machine: no page is to blame, and every other one would fail as well. */
public final class BrokenInstallationException extends RuntimeException {

    BrokenInstallationException(String missing, @Nullable Throwable cause) {
        super(
                "Pages cannot be read on this machine, since a part of its installation is missing (%s). No file is to blame: install the whole of Java 17 (openjdk-17-jre-headless of Debian, for instance), and Quire's whole jar"
                        .formatted(missing),
                cause);
    }
}
