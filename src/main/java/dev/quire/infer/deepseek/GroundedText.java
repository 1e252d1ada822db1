package dev.quire.infer.deepseek;

import dev.quire.document.Block;
import dev.quire.document.Box;
import dev.quire.document.Figure;
import dev.quire.document.PageText;
import dev.quire.document.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the model writes when it is asked for layout: before each piece of text its label and box, {@code
 * <|ref|>title<|/ref|><|det|>[[330, 198, 559, 230]]<|/det|>}, in thousandths of the page. Whatever does not follow that
 * form is text: no malformed answer costs any.
 */
final class GroundedText {

    private static final Pattern MARK =
            Pattern.compile("<\\|ref\\|>([^<]*)<\\|/ref\\|><\\|det\\|>([\\[\\]0-9,. ]*)<\\|/det\\|>");
    private static final Pattern STRAY = Pattern.compile("<\\|/?(ref|det|grounding)\\|>");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(?:\\.[0-9]{0,3})?");
    private static final Pattern MARKUP =
            Pattern.compile("</?(table|thead|tbody|tr|td|th|b|i|sub|sup|br)\\b[^>]*>|^#+ ", Pattern.MULTILINE);
    private static final float SCALE = 999;

    private GroundedText() {}

    /** For a page image of so many pixels. */
    static PageText parse(String answer, int width, int height) {
        List<Block> blocks = new ArrayList<>();
        Matcher mark = MARK.matcher(answer);
        String label = "text";
        Box box = new Box(0, 0, width, height);
        int from = 0;
        boolean marked = false;
        while (mark.find()) {
            add(blocks, label, box, answer.substring(from, mark.start()), marked);
            label = mark.group(1).strip().toLowerCase(Locale.ROOT);
            box = box(mark.group(2), width, height).orElse(new Box(0, 0, width, height));
            from = mark.end();
            marked = true;
        }
        add(blocks, label, box, answer.substring(from), marked);
        List<Block> safe = blocks.stream().map(GroundedText::safe).toList();
        List<Table> tables = safe.stream()
                .flatMap(block -> HtmlTable.parse(block.text(), block.box()).stream())
                .toList();
        String text = MARKUP.matcher(joined(blocks.stream().map(Block::text).toList()))
                .replaceAll("");
        return new PageText(markdown(safe), text, safe, tables, Float.NaN, 0);
    }

    /** Each figure has a mark. The model can write none: what it writes is safe already. */
    private static String markdown(List<Block> blocks) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).type() == Block.Type.FIGURE) {
                texts.add(Figure.mark(i));
            }
            texts.add(blocks.get(i).text());
        }
        return joined(texts);
    }

    private static String joined(List<String> texts) {
        return texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private static Block safe(Block block) {
        return new Block(block.type(), block.box(), SafeMarkdown.of(block.text()), block.confidence());
    }

    private static void add(List<Block> blocks, String label, Box box, String text, boolean marked) {
        String clean = STRAY.matcher(text).replaceAll("").strip();
        if (!clean.isEmpty() || marked) {
            blocks.add(new Block(type(label), box, clean, Float.NaN));
        }
    }

    /** The box around all boxes of a mark, in pixels. */
    private static Optional<Box> box(String numbers, int width, int height) {
        List<Float> values = new ArrayList<>();
        Matcher number = NUMBER.matcher(numbers);
        while (number.find()) {
            values.add(Math.min(SCALE, Float.parseFloat(number.group())) / SCALE);
        }
        if (values.size() < 4 || values.size() % 4 != 0) {
            return Optional.empty();
        }
        float left = 1;
        float top = 1;
        float right = 0;
        float bottom = 0;
        for (int i = 0; i < values.size(); i += 2) {
            left = Math.min(left, values.get(i));
            right = Math.max(right, values.get(i));
            top = Math.min(top, values.get(i + 1));
            bottom = Math.max(bottom, values.get(i + 1));
        }
        return Optional.of(new Box(left * width, top * height, right * width, bottom * height));
    }

    private static Block.Type type(String label) {
        if (label.endsWith("caption")) {
            return Block.Type.CAPTION;
        }
        if (label.endsWith("footnote")) {
            return Block.Type.FOOTNOTE;
        }
        return switch (label) {
            case "title", "sub_title", "heading" -> Block.Type.HEADING;
            case "list", "list_item" -> Block.Type.LIST_ITEM;
            case "table" -> Block.Type.TABLE;
            case "image", "figure", "chart" -> Block.Type.FIGURE;
            case "header", "page_header" -> Block.Type.HEADER;
            case "footer", "page_footer", "page_number" -> Block.Type.FOOTER;
            case "equation", "formula" -> Block.Type.FORMULA;
            default -> Block.Type.TEXT;
        };
    }
}
