package dev.quire.document;

/** A document or page that cannot be read. The message says what is wrong, why, and what to do. */
public final class DocumentException extends Exception {

    private final ErrorClass errorClass;

    public DocumentException(ErrorClass errorClass, String message) {
        super(message);
        this.errorClass = errorClass;
    }

    public DocumentException(ErrorClass errorClass, String message, Throwable cause) {
        super(message, cause);
        this.errorClass = errorClass;
    }

    public ErrorClass errorClass() {
        return errorClass;
    }
}
