package dev.quire.config;

/** A text that is shown to nobody. */
public final class Secret {

    static final String MASK = "********";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** The text itself: for whoever signs with it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
