package dev.quire.merge;

import java.util.List;

/** Looks for one kind of trouble in a merged document. */
interface Check {

    List<Issue> issues(Merging document);
}
