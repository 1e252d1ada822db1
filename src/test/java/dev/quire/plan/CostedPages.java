package dev.quire.plan;

import java.util.Arrays;

/** Pages in the order of their documents, with what they are expected to cost, before learning and after. */
public final class CostedPages {

    private int[] documentOf = new int[64];
    private int[] fragmentOf = new int[64];
    private float[] priors = new float[64];
    private float[] learned = new float[64];
    private double[] bytes = new double[64];
    private int size;
    private int documents;
    private int fragments;

    /** What follows belongs to a document of so many bytes. */
    public void document(double length) {
        bytes = documents == bytes.length ? Arrays.copyOf(bytes, 2 * documents) : bytes;
        bytes[documents++] = length;
    }

    /** What follows travels together. */
    public void fragment() {
        fragments++;
    }

    public void page(double prior, double afterwards) {
        if (size == documentOf.length) {
            documentOf = Arrays.copyOf(documentOf, 2 * size);
            fragmentOf = Arrays.copyOf(fragmentOf, 2 * size);
            priors = Arrays.copyOf(priors, 2 * size);
            learned = Arrays.copyOf(learned, 2 * size);
        }
        documentOf[size] = documents - 1;
        fragmentOf[size] = fragments - 1;
        priors[size] = (float) prior;
        learned[size++] = (float) afterwards;
    }

    public int size() {
        return size;
    }

    public int documents() {
        return documents;
    }

    int fragments() {
        return fragments;
    }

    int document(int page) {
        return documentOf[page];
    }

    int fragment(int page) {
        return fragmentOf[page];
    }

    double bytes(int document) {
        return bytes[document];
    }

    double prior(int page) {
        return priors[page];
    }

    double learned(int page) {
        return learned[page];
    }
}
