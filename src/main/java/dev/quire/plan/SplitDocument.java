package dev.quire.plan;

import dev.quire.document.PageFacts;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.PageCost;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Cuts a scanned document into fragments of at most so many pages, without the pages that have landed already. A fragment
 * holds pages for the model or pages that are read from their text layer, never both.
 */
public record SplitDocument(int fragmentPages, CostModel costs) implements FlatMapFunction<ScannedDocument, Fragment> {

    @Override
    public Iterator<Fragment> call(ScannedDocument scanned) {
        return split(scanned).iterator();
    }

    List<Fragment> split(ScannedDocument scanned) {
        if (scanned.failure() != null) {
            return List.of(new Fragment(scanned.document(), List.of(), PageCost.NONE, scanned.failure()));
        }
        Set<Integer> landed = Set.copyOf(scanned.document().landed());
        Map<Boolean, List<PageFacts>> open = scanned.pages().stream()
                .filter(page -> !landed.contains(page.page()))
                .collect(Collectors.partitioningBy(page -> page.trust().trusted()));
        List<Fragment> fragments = new ArrayList<>();
        for (List<PageFacts> alike : open.values()) {
            for (int first = 0; first < alike.size(); first += fragmentPages) {
                List<PageFacts> pages = alike.subList(first, Math.min(alike.size(), first + fragmentPages));
                fragments.add(new Fragment(scanned.document(), pages, cost(pages), null));
            }
        }
        return fragments;
    }

    private PageCost cost(List<PageFacts> pages) {
        return pages.stream().map(costs::price).reduce(PageCost.NONE, PageCost::plus);
    }
}
