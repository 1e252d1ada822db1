package dev.quire.evaluate;

import dev.quire.evaluate.TableTree.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables of a Markdown text, written with bars or as HTML. */
final class MarkdownTables {

    /** Lines that begin with a bar, the second one a rule; or an element. */
    private static final Pattern TABLE = Pattern.compile(
            "(?m)((?:^[ \\t]*\\|.*\\R)[ \\t]*\\|?(?:[ \\t]*:?-+:?[ \\t]*\\|)+[ \\t]*(?::?-+:?)?[ \\t]*(?:\\R[ \\t]*\\|.*)*)"
                    + "|(?is:<table\\b[^>]*>(.*?)</table>)");

    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern EDGE = Pattern.compile("^\\||(?<!\\\\)\\|$");
    private static final Pattern ROW = Pattern.compile("(?is)<tr\\b[^>]*>(.*?)(?=<tr\\b|\\z)");
    private static final Pattern CELL = Pattern.compile("(?is)<t[dh]\\b([^>]*)>(.*?)(?=</t[dhr]>|<t[dhr]\\b|\\z)");
    private static final Pattern SPAN = Pattern.compile("(?i)\\b(row|col)span=\"?(\\d{1,4})");
    private static final Pattern MARKUP = Pattern.compile("(?s)<!--.*?-->|</?[a-zA-Z][^>]*>|\\*\\*|\\\\(?=\\p{Punct})");

    private MarkdownTables() {}

    static List<TableTree> of(String markdown) {
        return TABLE.matcher(markdown)
                .results()
                .map(found -> found.group(1) == null ? ofHtml(found.group(2)) : ofBars(found.group(1)))
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    private static TableTree ofBars(String lines) {
        List<List<Cell>> rows = new ArrayList<>();
        List<String> all = lines.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            if (i != 1) {
                String inner = EDGE.matcher(all.get(i).strip()).replaceAll("");
                rows.add(Stream.of(BAR.split(inner, -1))
                        .map(text -> new Cell(1, 1, plain(text)))
                        .toList());
            }
        }
        return new TableTree(rows);
    }

    private static TableTree ofHtml(String html) {
        return new TableTree(ROW.matcher(html)
                .results()
                .map(row -> CELL.matcher(row.group(1))
                        .results()
                        .map(MarkdownTables::cell)
                        .toList())
                .toList());
    }

    private static Cell cell(MatchResult found) {
        int rows = 1;
        int columns = 1;
        Matcher span = SPAN.matcher(found.group(1));
        while (span.find()) {
            int reach = Integer.parseInt(span.group(2));
            rows = span.group(1).equalsIgnoreCase("row") ? reach : rows;
            columns = span.group(1).equalsIgnoreCase("col") ? reach : columns;
        }
        return new Cell(rows, columns, plain(found.group(2)));
    }

    private static String plain(String markup) {
        String text = MARKUP.matcher(markup).replaceAll("");
        return ComparableText.of(text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&"));
    }
}
