package dev.quire.infer.embedded;

/** What the recognizer says about a batch of crops: for each column the likeliest class, and its probability. */
final class ClassMap {

    private final float[] confidence;
    private final long[] classes;

    ClassMap(float[] confidence, long[] classes) {
        this.confidence = confidence;
        this.classes = classes;
    }

    int columns() {
        return classes.length;
    }

    float confidence(int column) {
        return confidence[column];
    }

    int ofClass(int column) {
        return (int) classes[column];
    }
}
