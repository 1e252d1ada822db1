package dev.quire.merge;

import java.util.List;

/** Changes how the parts of a document stand; plain concatenation is what stands without any rule. */
interface Rule {

    /**
     * What stands in the place of these parts.
     *
     * @param flow the parts of all pages in order, with a mark where a page begins
     * @param changes are told of all that a reader would miss
     */
    List<Part> apply(List<Part> flow, Changes changes);
}
