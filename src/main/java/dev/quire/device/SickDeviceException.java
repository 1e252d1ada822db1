package dev.quire.device;

/** A device that must get no more work: its task fails, and Spark runs it on another. */
public final class SickDeviceException extends RuntimeException {

    public SickDeviceException(String device, String ailment) {
        super("%s is sick: %s. Its pages are read by other devices".formatted(device, ailment));
    }
}
