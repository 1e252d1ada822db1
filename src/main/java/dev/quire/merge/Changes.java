package dev.quire.merge;

import java.util.ArrayList;
import java.util.List;

/** What merging has changed in a document: told to the reader of its row, and counted against loss. */
final class Changes {

    private final List<Issue> issues = new ArrayList<>();
    private long dropped;

    void tell(Issue issue) {
        issues.add(issue);
    }

    /** A text that is left out on purpose. */
    void drop(String text) {
        dropped += Letters.count(text);
    }

    List<Issue> issues() {
        return List.copyOf(issues);
    }

    /** Letters and digits that were left out on purpose. */
    long droppedLetters() {
        return dropped;
    }
}
