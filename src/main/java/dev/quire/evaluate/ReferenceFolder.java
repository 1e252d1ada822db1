package dev.quire.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder of reference texts, named like the files that they belong to: {@code a.txt}, {@code a.pdf.txt}, {@code a.md} or
 * {@code a.pdf.md} for {@code a.pdf}, in UTF-8. Where files of one name lie in several folders, the texts may lie in
 * folders of the same names.
 */
public record ReferenceFolder(Path folder) {

    private static final List<String> ENDINGS = List.of(".txt", ".md");
    private static final Pattern LINK = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?=\\p{Punct})");
    /** Comments; rules of tables and pages; marks of headings, list items and quotes; emphasis, code and bars of tables. */
    private static final Pattern MARKUP = Pattern.compile(
            "<!--.*?-->|(?m:^[ \\t]*\\|?(?:[ \\t]*:?-+:?[ \\t]*\\|)+[ \\t]*(?::?-+:?)?[ \\t]*$|^[ \\t]*-{3,}[ \\t]*$"
                    + "|^[ \\t]*(?:#{1,6}[ \\t]+|[-+*][ \\t]+|>[ \\t]?))|(?<!\\\\)[*`|]+");

    /** For a file, wherever that lies. */
    public Optional<Reference> find(String file) throws IOException {
        String path = file.replaceFirst("^[a-z0-9]+:/*", "");
        for (int from = 0; from >= 0; from = next(path, from)) {
            String whole = path.substring(from);
            String plain = whole.replaceFirst("\\.[^./]*$", "");
            for (String name : List.of(whole, plain)) {
                for (String ending : ENDINGS) {
                    Path text = folder.resolve(name + ending);
                    if (Files.isRegularFile(text)) {
                        String content = Files.readString(text, StandardCharsets.UTF_8);
                        return Optional.of(
                                ending.equals(".md")
                                        ? new Reference(Reference.Source.FILE, plain(content), content)
                                        : new Reference(Reference.Source.FILE, content));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int next(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? -1 : slash + 1;
    }

    static String plain(String markdown) {
        String unlinked = LINK.matcher(markdown).replaceAll("$1");
        return ESCAPE.matcher(MARKUP.matcher(unlinked).replaceAll(" ")).replaceAll("");
    }
}
