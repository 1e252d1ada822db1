package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes entries of a form that follow each other as a list of keys and values. */
record Forms() implements Rule {

    private static final int FEWEST = 3;

    @Override
    public List<Part> apply(List<Part> flow, Changes changes) {
        List<Part> written = new ArrayList<>(flow);
        for (int from = 0; from < flow.size(); ) {
            int to = from;
            while (to < flow.size() && KeyValue.isOne(flow.get(to))) {
                to++;
            }
            for (int i = from; i < to && to - from >= FEWEST; i++) {
                Optional<KeyValue> entry = KeyValue.of(flow.get(i));
                Part item = flow.get(i)
                        .as(Kind.ITEM)
                        .withMarkdown(entry.orElseThrow().markdown());
                written.set(i, i > from ? item.tightly() : item);
            }
            from = Math.max(to, from + 1);
        }
        return written;
    }
}
