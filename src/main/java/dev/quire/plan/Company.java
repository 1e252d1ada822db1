package dev.quire.plan;

/** Beside how many others a page may be read: the more executors have died with it, the fewer. */
public enum Company {
    ANY,
    FEW,
    NONE;

    public static Company after(int deaths) {
        return switch (deaths) {
            case 0 -> ANY;
            case 1 -> FEW;
            default -> NONE;
        };
    }
}
