package dev.quire.infer;

import java.io.Serializable;

/** Where an engine runs. */
public record Device(Kind kind, int index) implements Serializable {

    /** CPU; a GPU that Spark assigned; or an address that Spark assigned on a machine without a GPU, for tests. */
    public enum Kind {
        CPU,
        GPU,
        STAND_IN
    }

    public static final Device CPU = new Device(Kind.CPU, 0);

    /** As tables show it: {@code cpu}, {@code gpu:0}, {@code stand-in:0}. */
    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case GPU -> "gpu:" + index;
            case STAND_IN -> "stand-in:" + index;
        };
    }
}
