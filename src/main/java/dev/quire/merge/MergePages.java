package dev.quire.merge;

import dev.quire.document.FinishReason;
import dev.quire.merge.Part.Kind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one document as one Markdown text: its kind is detected, what runs over page borders is joined, running
 * lines are left out, gaps are marked, and what is odd is told.
 *
 * @param separator stands where a page begins; {@code {page}} is its number
 */
public record MergePages(String separator) implements Serializable {

    /** Grows with every change of the rules that changes texts: documents merged by another version are merged again. */
    private static final int VERSION = 4;

    private static final double LEAST_KEPT = 0.9;
    private static final int MOST_ISSUES = 200;

    private static final List<Check> CHECKS =
            List.of(new MissingPages(), new PrintedNumbers(), new SectionNumbers(), new ListNumbers());

    /** Names the rules. */
    public String version() {
        return Integer.toString(VERSION);
    }

    /** Merges pages that are in page order. */
    public MergedDocument merge(List<PageContent> pages) {
        List<List<Part>> parts = pages.stream().map(PageParts::of).toList();
        RunningLines running = RunningLines.of(pages, parts);
        DocumentType type = DocumentType.of(parts);
        Changes changes = new Changes();
        Merging merged = merge(pages, parts, running, Strategy.of(type), changes);
        if (merged.letters() == 0 || merged.kept() < LEAST_KEPT) {
            double kept = merged.kept();
            changes = new Changes();
            merged = plain(pages, parts, running.numbers());
            if (kept < LEAST_KEPT) {
                changes.tell(Issue.warning(
                                Issue.Type.CONTENT_LOSS, null, "Merged, %.0f %% would be left".formatted(100 * kept))
                        .repair());
            }
            return document(merged, type, Strategy.PLAIN, changes);
        }
        return document(merged, type, Strategy.of(type), changes);
    }

    private Merging merge(
            List<PageContent> pages, List<List<Part>> parts, RunningLines running, Strategy strategy, Changes changes) {
        running.tell(changes);
        List<Part> flow = flow(pages, parts, running.parts());
        for (Rule rule : rules(pages, strategy, running)) {
            flow = rule.apply(flow, changes);
        }
        return new Merging(pages, flow, running.numbers(), letters(parts) - changes.droppedLetters());
    }

    private List<Rule> rules(List<PageContent> pages, Strategy strategy, RunningLines running) {
        Set<Integer> unfinished = pages.stream()
                .filter(page -> page.finish() != null && page.finish() != FinishReason.STOP)
                .map(PageContent::page)
                .collect(Collectors.toSet());
        Map<Integer, Float> heights =
                pages.stream().collect(Collectors.toMap(PageContent::page, PageContent::height, Math::max));
        List<Rule> rules = new ArrayList<>(List.of(
                new ClosedMarkup(),
                new WithoutRepeats(unfinished),
                new WithoutRunningRows(running),
                new Footnotes(heights)));
        rules.addAll(strategy.rules(new Separator(separator)));
        rules.addAll(List.of(new HeadingLevels(), new UnifiedTables()));
        return rules;
    }

    private Merging plain(List<PageContent> pages, List<List<Part>> parts, TreeMap<Integer, Integer> numbers) {
        return new Merging(pages, flow(pages, parts, Set.of()), numbers, letters(parts));
    }

    /** All pages in order, a mark where one begins, a note where one could not be read. */
    private List<Part> flow(List<PageContent> pages, List<List<Part>> parts, Set<Part> without) {
        List<Part> flow = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            PageContent page = pages.get(i);
            if (page.page() > 1) {
                flow.add(Part.border(page.page(), new Separator(separator).of(page.page())));
            }
            if (page.failure() != null) {
                flow.add(Part.note(page.page(), gap(page)));
            }
            parts.get(i).stream().filter(part -> !without.contains(part)).forEach(flow::add);
        }
        return flow;
    }

    private static String gap(PageContent page) {
        return page.page() == 0
                ? "the document was not read: " + page.failure()
                : "page %d was not read: %s".formatted(page.page(), page.failure());
    }

    private static long letters(List<List<Part>> parts) {
        return parts.stream()
                .flatMap(List::stream)
                .mapToLong(part -> Letters.count(part.markdown()))
                .sum();
    }

    private static MergedDocument document(
            Merging merged, @Nullable DocumentType type, Strategy strategy, Changes changes) {
        List<Issue> issues = Stream.concat(
                        CHECKS.stream().flatMap(check -> check.issues(merged).stream()), changes.issues().stream())
                .toList();
        List<MergedDocument.TableSize> tables = merged.flow().stream()
                .filter(part -> part.is(Kind.TABLE) && part.table() != null)
                .map(part -> new MergedDocument.TableSize(
                        part.page(), part.table().rows(), part.table().columns()))
                .toList();
        return new MergedDocument(merged.markdown(), type, strategy, tables, bounded(issues));
    }

    /** The first of them, and how many more there are. */
    private static List<Issue> bounded(List<Issue> issues) {
        if (issues.size() <= MOST_ISSUES) {
            return issues;
        }
        Issue next = issues.get(MOST_ISSUES);
        Issue more = new Issue(
                next.type(), next.severity(), null, "and %d more issues".formatted(issues.size() - MOST_ISSUES), false);
        return Stream.concat(issues.stream().limit(MOST_ISSUES), Stream.of(more))
                .toList();
    }
}
