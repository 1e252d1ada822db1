package dev.quire.document;

import java.io.Serializable;

/** Why a page or document was not read, as data: a class to count and a message for a person. */
public record Failure(ErrorClass errorClass, String message) implements Serializable {

    private static final int LONGEST = 1_000;

    public Failure {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }

    public static Failure of(DocumentException exception) {
        return new Failure(exception.errorClass(), String.valueOf(exception.getMessage()));
    }
}
