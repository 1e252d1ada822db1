package dev.quire.infer;

import dev.quire.document.ErrorClass;

/** An engine that could not be opened, or could not read a batch. */
public final class EngineException extends Exception {

    private final ErrorClass errorClass;

    public EngineException(ErrorClass errorClass, String message, Throwable cause) {
        super(message, cause);
        this.errorClass = errorClass;
    }

    public EngineException(ErrorClass errorClass, String message) {
        super(message);
        this.errorClass = errorClass;
    }

    public ErrorClass errorClass() {
        return errorClass;
    }
}
