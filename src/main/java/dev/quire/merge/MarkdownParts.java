package dev.quire.merge;

import dev.quire.merge.Part.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a page's Markdown into its parts; put together again they are the page's Markdown. */
final class MarkdownParts {

    private static final Pattern FENCE = Pattern.compile("^(```|~~~|\\$\\$|\\\\\\[).*");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s.*");
    private static final Pattern ITEM = Pattern.compile("^\\s*([-*+]|\\d{1,9}[.)])\\s+\\S.*");
    private static final Pattern FIGURE =
            Pattern.compile("^(!\\[.*\\]\\(.*\\)|<!-- (image|figure \\d+) -->|<img\\b.*)$");
    private static final Pattern VERBATIM = Pattern.compile("^(<|\\s{4,}\\S).*");

    private final int page;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private Kind kind = Kind.PARAGRAPH;
    private boolean tight;
    private boolean afterBlank = true;
    private String closing = "";

    private MarkdownParts(int page) {
        this.page = page;
    }

    static List<Part> of(int page, String markdown) {
        MarkdownParts cut = new MarkdownParts(page);
        markdown.lines().forEach(cut::take);
        cut.close();
        return List.copyOf(cut.parts);
    }

    private void take(String line) {
        if (!closing.isEmpty()) {
            open.add(line);
            if (line.contains(closing)) {
                close();
            }
        } else if (line.isBlank()) {
            close();
            afterBlank = true;
        } else {
            Kind begun = begun(line);
            if (open.isEmpty() || begins(begun)) {
                close();
                begin(begun, line);
            } else {
                open.add(line);
            }
        }
    }

    private void begin(Kind begun, String line) {
        kind = begun;
        tight = !afterBlank;
        afterBlank = false;
        open.add(line);
        closing = closing(line);
    }

    /** A heading, an item and what is not the same as before begin a part; a plain line below an item goes on with it. */
    private boolean begins(Kind begun) {
        return switch (begun) {
            case HEADING, ITEM -> true;
            case PARAGRAPH -> kind == Kind.HEADING || kind == Kind.TABLE;
            default -> begun != kind;
        };
    }

    private static Kind begun(String line) {
        if (FENCE.matcher(line).matches()) {
            return Kind.VERBATIM;
        }
        if (line.startsWith("|") || line.startsWith("<table")) {
            return Kind.TABLE;
        }
        if (HEADING.matcher(line).matches()) {
            return Kind.HEADING;
        }
        if (FIGURE.matcher(line).matches()) {
            return Kind.FIGURE;
        }
        if (ITEM.matcher(line).matches()) {
            return Kind.ITEM;
        }
        return VERBATIM.matcher(line).matches() ? Kind.VERBATIM : Kind.PARAGRAPH;
    }

    /** What ends a part that may hold empty lines; empty for all others. */
    private static String closing(String line) {
        if (line.startsWith("<table")) {
            return line.contains("</table>") ? "" : "</table>";
        }
        Matcher fence = FENCE.matcher(line);
        if (!fence.matches()) {
            return "";
        }
        String end = fence.group(1).equals("\\[") ? "\\]" : fence.group(1);
        return line.indexOf(end, fence.group(1).length()) >= 0 ? "" : end;
    }

    private void close() {
        if (!open.isEmpty()) {
            parts.add(new Part(page, parts.size(), kind, String.join("\n", open), tight, null, null));
            open.clear();
        }
        closing = "";
    }
}
