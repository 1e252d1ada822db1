package dev.quire.infer;

import java.io.Serializable;

/**
 * Which page of which document a result belongs to.
 *
 * @param page 1-based; 0 stands for a document that could not be opened
 */
public record PageOrigin(String documentId, String contentKey, String fragmentId, int page) implements Serializable {}
