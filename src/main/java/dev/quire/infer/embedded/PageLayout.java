package dev.quire.infer.embedded;

import dev.quire.document.Block;
import dev.quire.document.PageText;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of a page to its text. */
final class PageLayout {

    private PageLayout() {}

    static PageText of(ReadSheet read, int width, int height) {
        List<Line> lines = read.lines().stream()
                .sorted(Comparator.comparingDouble(line -> line.box().top()))
                .toList();
        String text = lines.stream().map(Line::text).collect(Collectors.joining("\n"));
        List<Block> blocks = lines.stream()
                .map(line -> new Block(
                        Block.Type.TEXT,
                        read.sheet().onPage(line.box(), width, height),
                        line.text(),
                        line.confidence()))
                .toList();
        return new PageText(text, text, blocks, List.of(), read.confidence(), 0);
    }
}
