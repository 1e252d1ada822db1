package dev.quire.plan;

import dev.quire.config.SplitStrategy;
import dev.quire.document.PageFacts;
import dev.quire.plan.cost.CostModel;
import dev.quire.plan.cost.PageCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Cuts a scanned document into fragments, without the pages that have landed already. A fragment holds pages for the model
 * or pages that are read from their text layer, never both.
 *
 * @param fragmentPages the most of a fragment
 * @param fragmentMillis the most that a fragment of several pages should take a task
 */
public record SplitDocument(SplitStrategy asked, int fragmentPages, double fragmentMillis, CostModel costs)
        implements FlatMapFunction<ScannedDocument, Fragment> {

    @Override
    public Iterator<Fragment> call(ScannedDocument scanned) {
        return split(scanned).iterator();
    }

    /** In the order of their first pages. */
    List<Fragment> split(ScannedDocument scanned) {
        if (scanned.failure() != null) {
            return List.of(new Fragment(scanned.document(), List.of(), PageCost.NONE, scanned.failure()));
        }
        Set<Integer> landed = Set.copyOf(scanned.document().landed());
        Map<Boolean, List<PageFacts>> open = scanned.pages().stream()
                .filter(page -> !landed.contains(page.page()))
                .collect(Collectors.partitioningBy(page -> !page.trust().trusted()));
        List<List<PageFacts>> parts = new ArrayList<>();
        open.forEach((model, pages) -> {
            double[] prices = pages.stream().mapToDouble(this::taskMillis).toArray();
            PageCuts cuts = new PageCuts(pages, prices, scanned.outline(), fragmentPages, fragmentMillis);
            parts.addAll(cuts.by(scanned.strategy(asked, model)));
        });
        parts.sort(Comparator.comparing(SplitDocument::firstPage));
        List<Fragment> fragments = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            int before = i == 0 ? 0 : firstPage(parts.get(i - 1));
            int after = i == parts.size() - 1 ? 0 : firstPage(parts.get(i + 1));
            fragments.add(
                    new Fragment(scanned.document(), parts.get(i), costs.price(parts.get(i)), null, before, after));
        }
        return fragments;
    }

    private double taskMillis(PageFacts page) {
        return costs.taskMillis(costs.price(page));
    }

    private static int firstPage(List<PageFacts> pages) {
        return pages.get(0).page();
    }
}
