package dev.quire.plan;

import dev.quire.config.SplitStrategy;
import dev.quire.document.Outline;
import dev.quire.document.PageFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where to cut pages of one document. Borders are numbered as the pages that they lie before, from 0; a border is the
 * better the less nested the chapter is that begins there, and the worse for text that runs over it. Takes time and memory
 * in proportion to the pages.
 */
final class PageCuts {

    /** Pages of a fragment where nothing says where to cut. */
    private static final int FIXED = 10;
    /** How full a part is meant to be, of the most: in pages, and in what so many mean pages cost, if a part may cost that. */
    private static final double MEANT = 2 / 3.0;

    private static final double LEAST = 1 / 3.0;

    private static final int NO_CHAPTER = Integer.MAX_VALUE - 1;
    private static final int RUNS_OVER = Integer.MAX_VALUE;

    private final List<PageFacts> pages;
    private final double[] costs;
    private final int[] ranks;
    private final int chapterDepth;
    private final int most;
    private final double mostCost;
    private final double fullCost;
    private final List<List<PageFacts>> parts = new ArrayList<>();

    /**
     * @param pages in order, not all pages of the document
     * @param costs of the pages, in any unit
     * @param most pages of a part
     * @param mostCost of a part of several pages
     */
    PageCuts(List<PageFacts> pages, double[] costs, Outline outline, int most, double mostCost) {
        this.pages = pages;
        this.ranks = ranks(pages, outline.chapters());
        this.chapterDepth = outline.chapterDepth();
        this.most = most;
        this.costs = costs;
        double all = Arrays.stream(costs).sum();
        this.mostCost = mostCost;
        // A model that has learned that nothing costs anything leaves the number of pages to go by
        this.fullCost = all > 0 ? Math.min(mostCost, all * most / pages.size()) : 1;
    }

    /** The depth of the chapter that begins at each border, or what the text above it tells. */
    private static int[] ranks(List<PageFacts> pages, List<Outline.Chapter> chapters) {
        int[] ranks = new int[pages.size()];
        int next = 0;
        for (int border = 0; border < ranks.length; border++) {
            int page = pages.get(border).page();
            ranks[border] = runsOver(pages, border) ? RUNS_OVER : NO_CHAPTER;
            for (; next < chapters.size() && chapters.get(next).page() <= page; next++) {
                ranks[border] = Math.min(ranks[border], chapters.get(next).depth());
            }
        }
        return ranks;
    }

    private static boolean runsOver(List<PageFacts> pages, int border) {
        PageFacts above = pages.get(Math.max(0, border - 1));
        return above.runsOver() && above.page() + 1 == pages.get(border).page();
    }

    /** All pages, in order, in parts. */
    List<List<PageFacts>> by(SplitStrategy strategy) {
        switch (strategy) {
            case PAGE -> cutEvery(1);
            case FIXED -> cutEvery(Math.min(FIXED, most));
            case CHAPTER -> cutByChapter();
            case DENSITY -> cutByDensity(0, pages.size());
            case AUTO -> throw new IllegalArgumentException("Not decided: " + strategy);
        }
        return parts;
    }

    private void cutEvery(int size) {
        for (int from = 0; from < pages.size(); ) {
            int to = from + 1;
            double cost = costs[from];
            while (to < Math.min(pages.size(), from + size) && cost + costs[to] <= mostCost) {
                cost += costs[to++];
            }
            add(from, to);
            from = to;
        }
    }

    /** A chapter of more than travels together is cut inside. */
    private void cutByChapter() {
        int from = 0;
        for (int border = 1; border <= pages.size(); border++) {
            if (border == pages.size() || ranks[border] <= chapterDepth) {
                if (border - from <= most && cost(from, border) <= mostCost) {
                    add(from, border);
                } else {
                    cutByDensity(from, border);
                }
                from = border;
            }
        }
    }

    private double cost(int from, int to) {
        return Arrays.stream(costs, from, to).sum();
    }

    private void cutByDensity(int from, int to) {
        for (int start = from; start < to; ) {
            int end = end(start, to);
            add(start, end);
            start = end;
        }
    }

    /** The best border that leaves a part neither too empty nor too full; of equally good ones the one nearest to what is meant. */
    private int end(int start, int to) {
        int best = start;
        double bestFill = 0;
        double cost = 0;
        for (int end = start + 1; ; end++) {
            cost += costs[end - 1];
            double fill = Math.max(cost / fullCost, (end - start) / (double) most);
            // As a float, since sums of costs are not exact
            if ((float) fill > 1) {
                return best == start ? end : best;
            }
            if (end == to) {
                return end;
            }
            boolean nearer = Math.abs(fill - MEANT) < Math.abs(bestFill - MEANT);
            boolean better = ranks[end] == ranks[best] ? nearer : ranks[end] < ranks[best];
            if (fill >= LEAST && (best == start || better)) {
                best = end;
                bestFill = fill;
            }
        }
    }

    private void add(int from, int to) {
        parts.add(pages.subList(from, to));
    }
}
