package dev.quire.plan;

import dev.quire.document.ErrorClass;
import dev.quire.document.PageFacts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Spark function: a fragment to those of its pages that were lost, each by its number among all lost pages as a fragment
 * of its own.
 */
record PagesAgain(Broadcast<HashMap<Key, Lost>> lost) implements PairFlatMapFunction<Fragment, Integer, Fragment> {

    /** A page of a fragment. */
    record Key(String fragmentId, int page) implements Serializable {}

    /** @param number among all */
    record Lost(int number, List<ErrorClass> failures) implements Serializable {}

    static HashMap<Key, Lost> index(List<LostPage> pages) {
        HashMap<Key, Lost> index = new HashMap<>();
        for (LostPage page : pages) {
            index.put(new Key(page.fragmentId(), page.page()), new Lost(index.size(), page.failures()));
        }
        return index;
    }

    @Override
    public Iterator<Tuple2<Integer, Fragment>> call(Fragment fragment) {
        List<Tuple2<Integer, Fragment>> again = new ArrayList<>();
        for (PageFacts page : fragment.pages()) {
            Lost found = lost.value().get(new Key(fragment.id(), page.page()));
            if (found != null) {
                again.add(again(fragment, page, found));
            }
        }
        return again.iterator();
    }

    private static Tuple2<Integer, Fragment> again(Fragment fragment, PageFacts page, Lost lost) {
        return new Tuple2<>(
                lost.number(),
                new Fragment(fragment.document(), List.of(page), fragment.cost(), null, 0, 0, lost.failures()));
    }
}
