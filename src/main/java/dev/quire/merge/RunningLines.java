package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Headers, footers and page numbers: lines at the edges of pages that come again in the same place, or that count pages.
 * Found over the whole document, so a first page without them, and other ones on odd and even pages, make no difference.
 *
 * @param parts that are such lines
 * @param numbers the printed number of each page that has one
 * @param feet texts of such lines at the foot, letters alone
 */
record RunningLines(Set<Part> parts, TreeMap<Integer, Integer> numbers, List<String> feet) {

    /** Shares of a page's height. */
    private static final float TOP = 0.14f;

    private static final float FOOT = 0.86f;
    private static final float HIGHEST_LINE = 0.06f;
    private static final int LONGEST = 160;
    /** Parts from the top and from the foot that are looked at where no boxes tell. */
    private static final int OUTERMOST = 2;
    /** Pages on which the line may be missing between two others, as it is on the other side of a sheet. */
    private static final int FARTHEST = 4;

    private static final int OFTEN = 3;
    /** Letters that tell a line from others. */
    private static final int SEVERAL_LETTERS = 6;

    private static final int MOST_KNOWN = 50;
    /** Pages of a document in which twice is often. */
    private static final int SHORT_DOCUMENT = 4;
    /** So often where pages lie between: three times may be chance then. */
    private static final int OFTEN_APART = 5;

    static RunningLines of(List<PageContent> pages, List<List<Part>> parts) {
        List<EdgeLine> lines = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            addLines(lines, pages.get(i).height(), parts.get(i));
        }
        Map<String, Long> elsewhere = elsewhere(lines, parts);
        Set<Part> running = new HashSet<>();
        TreeMap<Integer, Integer> numbers = new TreeMap<>();
        List<List<EdgeLine>> counting = new ArrayList<>();
        for (List<EdgeLine> chain : chains(lines, EdgeLine::repeats)) {
            boolean edgeOnly = elsewhere.getOrDefault(chain.get(0).shape(), 0L) < chain.size();
            if (isLong(chain, pages.size()) && edgeOnly) {
                chain.forEach(line -> running.add(line.part()));
                counting.add(chain);
            }
        }
        for (List<EdgeLine> chain : chains(lines, EdgeLine::countsFrom)) {
            if (isLong(chain, pages.size()) || numbersOfFile(chain)) {
                chain.forEach(line -> running.add(line.part()));
                counting.add(chain);
            }
        }
        // Where several numbers count, that of the longest chain is the page's
        counting.sort(Comparator.comparingInt(List::size));
        counting.forEach(chain -> addNumbers(chain, numbers));
        addMisread(lines, running);
        List<EdgeLine> known = known(lines, running);
        addPutTogether(lines, running, known);
        return new RunningLines(
                running,
                numbers,
                known.stream()
                        .filter(line -> !line.top())
                        .map(EdgeLine::letters)
                        .toList());
    }

    /** One issue for each text, whatever its numbers. */
    void tell(Changes changes) {
        Map<String, List<Part>> alike = parts.stream()
                .sorted(Comparator.comparingInt(Part::page).thenComparingInt(Part::number))
                .collect(Collectors.groupingBy(
                        part -> part.text().replaceAll("\\d+", "#"), LinkedHashMap::new, Collectors.toList()));
        alike.forEach((text, lines) -> {
            lines.forEach(line -> changes.drop(line.markdown()));
            changes.tell(Issue.info(
                            Issue.Type.RUNNING_LINES,
                            lines.get(0).page(),
                            lines.size() == 1
                                    ? lines.get(0).text()
                                    : "%s (%d times, to page %d)"
                                            .formatted(
                                                    lines.get(0).text(),
                                                    lines.size(),
                                                    lines.get(lines.size() - 1).page()))
                    .repair());
        });
    }

    private static void addLines(List<EdgeLine> lines, float height, List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (!mayRun(part, height)) {
                continue;
            }
            if (part.box() == null || height <= 0) {
                boolean top = part.is(Kind.HEADER) || i < OUTERMOST;
                if (top || part.is(Kind.FOOTER) || i >= parts.size() - OUTERMOST) {
                    lines.add(EdgeLine.of(part, top, Float.NaN));
                }
            } else if (part.box().bottom() < TOP * height) {
                lines.add(EdgeLine.of(part, true, part.box().top() / height));
            } else if (part.box().top() > FOOT * height) {
                lines.add(EdgeLine.of(part, false, part.box().bottom() / height));
            }
        }
    }

    private static boolean mayRun(Part part, float height) {
        boolean kind = switch (part.kind()) {
            case PARAGRAPH, HEADING, ITEM, HEADER, FOOTER, FOOTNOTE -> true;
            default -> false;
        };
        boolean flat = part.box() == null || height <= 0 || part.box().height() < HIGHEST_LINE * height;
        return kind
                && flat
                && part.markdown().length() <= LONGEST
                && !part.markdown().contains("\n");
    }

    /** Lines of which each goes on from the one before. */
    private static List<List<EdgeLine>> chains(List<EdgeLine> lines, BiPredicate<EdgeLine, EdgeLine> goesOn) {
        List<List<EdgeLine>> chains = new ArrayList<>();
        List<List<EdgeLine>> open = new ArrayList<>();
        for (EdgeLine line : lines) {
            open.removeIf(chain -> line.page() - last(chain).page() > FARTHEST);
            List<EdgeLine> chain = open.stream()
                    .filter(each -> last(each).page() < line.page() && goesOn.test(line, last(each)))
                    .reduce((one, other) -> last(other).page() > last(one).page() ? other : one)
                    .orElseGet(() -> {
                        List<EdgeLine> begun = new ArrayList<>();
                        chains.add(begun);
                        open.add(begun);
                        return begun;
                    });
            chain.add(line);
        }
        return chains;
    }

    private static boolean isLong(List<EdgeLine> chain, int pages) {
        int widest = 0;
        for (int i = 1; i < chain.size(); i++) {
            widest = Math.max(widest, chain.get(i).page() - chain.get(i - 1).page());
        }
        return chain.size() >= (widest > 2 ? OFTEN_APART : pages <= SHORT_DOCUMENT ? 2 : OFTEN);
    }

    /** Numbers that are those of the pages in the file need no third. */
    private static boolean numbersOfFile(List<EdgeLine> chain) {
        return chain.size() > 1
                && chain.stream()
                        .allMatch(line -> line.isNumber() && line.numbers().get(0) == line.page());
    }

    /** How often texts of edges stand inside of pages: what is said there, too, runs by chance. */
    private static Map<String, Long> elsewhere(List<EdgeLine> lines, List<List<Part>> parts) {
        Set<Part> edges = lines.stream().map(EdgeLine::part).collect(Collectors.toSet());
        Set<String> shapes = lines.stream().map(EdgeLine::shape).collect(Collectors.toSet());
        shapes.remove("#");
        return parts.stream()
                .flatMap(List::stream)
                .filter(part -> part.markdown().length() <= LONGEST && !edges.contains(part))
                .map(part -> EdgeLine.of(part, true, Float.NaN).shape())
                .filter(shapes::contains)
                .collect(Collectors.groupingBy(shape -> shape, Collectors.counting()));
    }

    private static EdgeLine last(List<EdgeLine> chain) {
        return chain.get(chain.size() - 1);
    }

    /** The numbers that count pages, if any does. */
    private static void addNumbers(List<EdgeLine> chain, Map<Integer, Integer> numbers) {
        EdgeLine first = chain.get(0);
        chain.get(1)
                .counted(first)
                .ifPresent(number -> chain.forEach(line -> numbers.put(
                        line.page(), number + line.page() - chain.get(1).page())));
    }

    /** A number that was misread stands where those of the pages around it do. */
    private static void addMisread(List<EdgeLine> lines, Set<Part> running) {
        List<EdgeLine> known = lines.stream()
                .filter(line -> line.isNumber() && running.contains(line.part()))
                .toList();
        for (EdgeLine line : lines) {
            if (line.isNumber()
                    && known.stream()
                            .anyMatch(other -> Math.abs(other.page() - line.page()) <= 2 && line.isLevelWith(other))) {
                running.add(line.part());
            }
        }
    }

    /** What one page has on two lines, another may have on one, in the same place. */
    private static void addPutTogether(List<EdgeLine> lines, Set<Part> running, List<EdgeLine> known) {
        List<String> letters = known.stream().map(EdgeLine::letters).toList();
        for (EdgeLine line : lines) {
            boolean placed = !line.part().is(Kind.HEADING) && known.stream().anyMatch(line::isLevelWith);
            if (placed && isPutTogether(line.letters(), letters)) {
                running.add(line.part());
            }
        }
    }

    /** One line of each text that runs, the longest first. */
    private static List<EdgeLine> known(List<EdgeLine> lines, Set<Part> running) {
        return lines.stream()
                .filter(line -> running.contains(line.part()) && line.letters().length() >= SEVERAL_LETTERS)
                .collect(Collectors.toMap(EdgeLine::letters, line -> line, (one, other) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .sorted(Comparator.comparingInt(
                                (EdgeLine line) -> line.letters().length())
                        .reversed())
                .limit(MOST_KNOWN)
                .toList();
    }

    private static boolean isPutTogether(String text, List<String> known) {
        String rest = text;
        for (String letters : known) {
            rest = rest.replace(letters, "");
        }
        return text.length() >= SEVERAL_LETTERS && rest.length() * 10 <= text.length();
    }

    /** Whether a text is made of lines that run at the foot: a footer may be taken for the last row of a table. */
    boolean makeUp(String text) {
        return isPutTogether(Letters.of(text).replaceAll("\\d", ""), feet);
    }
}
