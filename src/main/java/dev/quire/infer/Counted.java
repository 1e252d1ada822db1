package dev.quire.infer;

import java.util.Iterator;
import org.apache.spark.util.LongAccumulator;

/** Results as they come, counted for the progress line. */
record Counted(Iterator<PageResult> results, LongAccumulator done, LongAccumulator failed)
        implements Iterator<PageResult> {

    @Override
    public boolean hasNext() {
        return results.hasNext();
    }

    @Override
    public PageResult next() {
        PageResult result = results.next();
        done.add(1);
        if (result instanceof PageResult.Failed) {
            failed.add(1);
        }
        return result;
    }
}
