package dev.quire.merge;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Figure;
import dev.quire.document.Table;
import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a page's Markdown with what its blocks and tables tell of them: where they stand, what they are, which
 * cells they hold. The text is always that of the Markdown; a block that fits no part tells nothing.
 */
final class PageParts {

    /** Blocks that are looked through for a part: some have no text, or one that is written otherwise. */
    private static final int AHEAD = 8;

    /** A number, and then a stop or nothing: "Table 2 shows" begins a sentence. */
    private static final Pattern CAPTION = Pattern.compile(
            "(?i:table|tab\\.|figure|fig\\.|tabelle|abbildung|abb\\.|tableau|tabella|figura|图|表|圖|표|그림)"
                    + "\\s?[A-Z]?\\d{1,3}([.-]\\d{1,3})*(\\s*[.:|–—].{0,400}|\\s?)",
            Pattern.DOTALL);

    private final PageContent page;
    private final List<String> blockLetters;
    private int next;

    private PageParts(PageContent page) {
        this.page = page;
        this.blockLetters =
                page.blocks().stream().map(block -> Letters.of(block.text())).toList();
    }

    static List<Part> of(PageContent page) {
        PageParts parts = new PageParts(page);
        List<Part> placed = new ArrayList<>();
        for (Part part : MarkdownParts.of(page.page(), page.markdown())) {
            placed.add(parts.placed(part));
        }
        return placed;
    }

    private Part placed(Part part) {
        @Nullable Block block = block(part);
        Kind kind = block == null ? part.kind() : kind(part.kind(), block.type());
        kind = kind == Kind.PARAGRAPH && CAPTION.matcher(part.markdown()).matches() ? Kind.CAPTION : kind;
        @Nullable Box box = block == null || isWholePage(block.box()) ? null : block.box();
        @Nullable Cells cells = kind == Kind.TABLE ? cells(part, block) : null;
        return new Part(part.page(), part.number(), kind, part.markdown(), part.tight(), box, cells);
    }

    private @Nullable Block block(Part part) {
        int figure = Figure.markedBy(part.markdown()).orElse(-1);
        if (figure >= next && figure < page.blocks().size()) {
            next = figure; // Its text, if it has any, comes behind the mark
            return page.blocks().get(figure);
        }
        return block(Letters.of(part.markdown()));
    }

    private @Nullable Block block(String letters) {
        for (int i = next; i < Math.min(next + AHEAD, page.blocks().size()); i++) {
            String begin = blockLetters.get(i);
            if (begin.isEmpty() ? letters.isEmpty() : letters.startsWith(begin) || isCut(begin, letters)) {
                next = i + 1;
                return page.blocks().get(i);
            }
        }
        return null;
    }

    /** Whether a part is the first of several that its block holds. */
    private static boolean isCut(String block, String part) {
        return !part.isEmpty() && block.startsWith(part);
    }

    private boolean isWholePage(Box box) {
        return page.height() > 0 && box.height() > 0.98f * page.height();
    }

    private static Kind kind(Kind written, Block.Type type) {
        return switch (type) {
            case HEADER -> Kind.HEADER;
            case FOOTER -> Kind.FOOTER;
            case FOOTNOTE -> Kind.FOOTNOTE;
            case CAPTION -> Kind.CAPTION;
            case FIGURE -> Kind.FIGURE;
            case FORMULA -> Kind.VERBATIM;
            default -> written;
        };
    }

    private @Nullable Cells cells(Part part, @Nullable Block block) {
        Optional<Table> known = block == null
                ? Optional.empty()
                : page.tables().stream()
                        .filter(table -> table.box().equals(block.box()))
                        .findFirst();
        if (part.markdown().startsWith("|")) {
            return Cells.ofMarkdown(part.markdown(), known.map(Table::cells).orElse(List.of()));
        }
        return known.map(Cells::ofHtml).orElse(null);
    }
}
