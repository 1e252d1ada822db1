package dev.quire.evaluate;

import java.util.Comparator;
import java.util.List;

/**
 * What an engine made of some files.
 *
 * @param engine id and version
 * @param files by path
 */
public record Evaluation(String engine, List<File> files) {

    /**
     * One file.
     *
     * @param path as it was listed
     * @param pages blank and failed ones included
     * @param failedPages which count as read with no text
     * @param reference where the reference comes from
     * @param score {@link Score#NONE} where there is no reference
     */
    public record File(String path, int pages, int failedPages, Reference.Source reference, Score score) {

        /**
         * Scores what was read against the reference.
         *
         * @param markdown the same as {@code read}, with its tables
         */
        public static File of(
                String path, int pages, int failedPages, Reference reference, String read, String markdown) {
            boolean scored = reference.source() != Reference.Source.NONE;
            Score text = scored ? Score.of(reference.text(), read) : Score.NONE;
            boolean tables = !reference.markdown().isEmpty();
            Score score = tables ? text.with(TableScore.of(reference.markdown(), markdown)) : text;
            return new File(path, pages, failedPages, reference.source(), score);
        }

        /** The last part of the path. */
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    public Evaluation {
        files = files.stream().sorted(Comparator.comparing(File::path)).toList();
    }

    /** Of all files that have a reference. */
    public Score total() {
        return files.stream().map(File::score).reduce(Score.NONE, Score::plus);
    }

    public int pages() {
        return files.stream().mapToInt(File::pages).sum();
    }

    public int failedPages() {
        return files.stream().mapToInt(File::failedPages).sum();
    }

    public long from(Reference.Source source) {
        return files.stream().filter(file -> file.reference() == source).count();
    }
}
