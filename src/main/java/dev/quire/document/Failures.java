package dev.quire.document;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Turns what comes out of the parser into a {@link DocumentException} that says what is wrong and what to do. */
final class Failures {

    /** The decoder of JPEG 2000 stops its own thread where data is damaged. */
    static final String DECODER_GAVE_UP = "its decoder gave up, since its data is damaged";

    private static final int LONGEST_TEXT = 300;

    private Failures() {}

    /**
     * @param what was done, to begin the message with
     * @throws BrokenInstallationException when that is what failed, and not the document
     */
    static DocumentException of(Throwable thrown, String what, Watch watch, SourceBytes bytes) {
        IOException unread = bytes.failure();
        if (unread != null) {
            return unreadable(unread);
        }
        if (thrown instanceof ThreadDeath && !watch.isOver()) {
            return new DocumentException(
                    ErrorClass.UNDECODABLE, what + " failed: " + DECODER_GAVE_UP + ": ask for a new copy");
        }
        if (thrown instanceof Watch.PastDeadline || thrown instanceof ThreadDeath) {
            if (watch.hasWaited()) {
                return new DocumentException(
                        ErrorClass.BUSY,
                        what
                                + " waited too long for memory that other pages held, a busy machine or a slow store."
                                + " The next run tries again; more heap or fewer tasks help");
            }
            return new DocumentException(
                    ErrorClass.RENDER_TIMEOUT, what + " ran past its time limit: raise the limit if it is genuine");
        }
        DocumentException refusal = watch.refusal();
        if (refusal != null) {
            return refusal;
        }
        if (thrown instanceof DocumentException known) {
            return known;
        }
        if (thrown instanceof LinkageError error) {
            throw new BrokenInstallationException(text(error), error);
        }
        return thrown instanceof Error error ? ofError(error, what) : ofException(thrown, what, watch);
    }

    private static DocumentException ofError(Error error, String what) {
        if (error instanceof OutOfMemoryError) {
            return new DocumentException(
                    ErrorClass.OUT_OF_MEMORY,
                    what
                            + " needs more memory than the heap has (%s): raise the heap, or read fewer documents side by side"
                                    .formatted(text(error)),
                    error);
        }
        String why = error instanceof StackOverflowError ? "nested without end" : text(error);
        return new DocumentException(ErrorClass.CORRUPT, what + " failed: the file is damaged (" + why + ")", error);
    }

    private static DocumentException ofException(Throwable thrown, String what, Watch watch) {
        if (thrown instanceof InvalidPasswordException) {
            return new DocumentException(
                    ErrorClass.ENCRYPTED,
                    "Needs a password, and none that was given opens it: name the password, or give an unencrypted copy",
                    thrown);
        }
        for (Map.Entry<String, ErrorClass> trouble : watch.troubles().entrySet()) {
            if (trouble.getValue() == ErrorClass.UNDECODABLE) {
                return new DocumentException(ErrorClass.UNDECODABLE, what + " failed: " + trouble.getKey(), thrown);
            }
        }
        return new DocumentException(
                ErrorClass.CORRUPT,
                what + " failed: the file is damaged (" + text(thrown)
                        + "): ask for a new copy, or repair it with a PDF editor",
                thrown);
    }

    private static DocumentException unreadable(IOException e) {
        if (e instanceof AccessDeniedException) {
            return new DocumentException(
                    ErrorClass.ACCESS_DENIED, "No permission to read (%s): grant it".formatted(text(e)), e);
        }
        boolean changed =
                e instanceof NoSuchFileException || e instanceof FileNotFoundException || e instanceof EOFException;
        return changed
                ? new DocumentException(
                        ErrorClass.CHANGED, "Deleted or replaced while it was read (%s)".formatted(text(e)), e)
                : new DocumentException(
                        ErrorClass.NETWORK, "The store did not deliver the file (%s)".formatted(text(e)), e);
    }

    /** Whether the document may have forgotten a part of itself while it failed this way. */
    static boolean spoils(ErrorClass errorClass) {
        return switch (errorClass) {
            case RENDER_TIMEOUT, BUSY, OUT_OF_MEMORY, NETWORK, CHANGED, ACCESS_DENIED -> true;
            default -> false;
        };
    }

    /** One line that names the cause. */
    static String text(Throwable thrown) {
        Throwable deepest = thrown;
        for (int i = 0; i < 8 && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        String kind = deepest.getClass().getSimpleName();
        String text = kind;
        if (message != null) {
            text = deepest instanceof IOException ? message : kind + ": " + message;
        }
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
    }
}
